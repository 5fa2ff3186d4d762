package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.backend.PageInfo;
import java.util.List;

/// What a client takes from one `batch` of an S2 read.
///
/// @param events in the stream's order; none if no record had a body
public record PulledPage(List<PulledEvent> events, PageInfo pageInfo) {
  public PulledPage {
    events = List.copyOf(events);
  }

  /// An event and where it stands in its stream.
  ///
  /// @param timestamp the record's, in milliseconds since the epoch unless its writer kept another
  ///   unit
  public record PulledEvent(EncodedEvent event, SyncMetadata metadata, long timestamp) {}
}
