package dev.weir.livestore.sync.backend;

import dev.weir.livestore.sync.EncodedEvent;
import java.util.Optional;

/// An event of the backend's log.
///
/// @param metadataJson what the backend wants to be told when a pull begins behind this event: to
///   be kept with the event, and not to be understood
public record PulledEvent(EncodedEvent event, Optional<String> metadataJson) {
  /// Where a pull goes on behind this event.
  public PullCursor cursor() {
    return new PullCursor(event.seqNum(), metadataJson);
  }
}
