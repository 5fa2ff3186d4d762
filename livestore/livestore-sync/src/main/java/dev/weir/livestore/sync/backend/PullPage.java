package dev.weir.livestore.sync.backend;

import java.util.List;

/// Events that came together.
///
/// @param events ascending
public record PullPage(List<PulledEvent> events, PageInfo pageInfo) {
  public PullPage {
    events = List.copyOf(events);
  }
}
