package dev.weir.livestore.sync.backend;

import java.util.Map;

/// What a backend is.
///
/// @param name as in `@livestore/sync-s2`
/// @param description one sentence
/// @param details further facts by name, such as the endpoint; no secrets
/// @param pageInfoKnown whether pages tell how many events follow
/// @param pullLive whether pulls can be live
public record BackendInfo(
    String name,
    String description,
    Map<String, String> details,
    boolean pageInfoKnown,
    boolean pullLive) {
  public BackendInfo {
    details = Map.copyOf(details);
  }
}
