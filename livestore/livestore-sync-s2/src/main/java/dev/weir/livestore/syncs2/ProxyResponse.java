package dev.weir.livestore.syncs2;

import dev.weir.s2.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer to a client, for whatever server sends it.
///
/// Throws [IllegalArgumentException] if `status` cannot come with a body
///
/// @param status 200 to 599, but none of those that forbid a body
/// @param headers in order, names in lower case
public record ProxyResponse(int status, Map<String, String> headers, Bytes body) {
  public ProxyResponse {
    if (status < 200 || status > 599 || status == 204 || status == 205 || status == 304) {
      throw new IllegalArgumentException("status " + status + " cannot come with a body");
    }
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }
}
