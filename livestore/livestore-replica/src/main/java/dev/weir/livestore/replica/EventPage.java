package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.util.List;

/// Confirmed events for a subscriber. They keep their numbers for ever.
///
/// @param after the checkpoint that they follow
/// @param events oldest first, at least one
public record EventPage(EventSeqNum after, List<EncodedEvent> events) {
  public EventPage {
    events = List.copyOf(events);
  }

  /// The checkpoint once these events are dealt with: to be stored with what they changed, in one
  /// transaction.
  public EventSeqNum checkpoint() {
    return events.getLast().seqNum();
  }
}
