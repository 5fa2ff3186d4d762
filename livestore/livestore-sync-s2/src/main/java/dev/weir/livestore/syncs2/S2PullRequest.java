package dev.weir.livestore.syncs2;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A read to make of S2, with GET.
///
/// @param headers the access token among them; never shown by [#toString()]
public record S2PullRequest(String url, Map<String, String> headers) {
  public S2PullRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  @Override
  public String toString() {
    return "S2PullRequest[url=" + url + "]";
  }
}
