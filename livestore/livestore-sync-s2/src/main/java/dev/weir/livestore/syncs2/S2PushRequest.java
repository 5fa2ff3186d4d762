package dev.weir.livestore.syncs2;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An append to make to S2, with POST.
///
/// @param headers the access token among them; never shown by [#toString()]
/// @param body JSON, to be sent in UTF-8
public record S2PushRequest(String url, Map<String, String> headers, String body) {
  public S2PushRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /// The HTTP method: always `POST`.
  public String method() {
    return "POST";
  }

  @Override
  public String toString() {
    return "S2PushRequest[url=" + url + ", body of " + body.length() + " characters]";
  }
}
