package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.MalformedEventException;
import dev.weir.s2.SequencedRecord;
import java.util.Optional;

/// Picks the canonical log out of a stream: the chain in which each event's parent is the event
/// before it, from 0. Whatever else the stream holds is passed over: losers of races written by
/// other proxies, doubles, foreign records, S2 commands. Every proxy that folds the same stream
/// picks the same events.
final class CanonicalFold {
  private EventSeqNum head;

  CanonicalFold(EventSeqNum head) {
    this.head = head;
  }

  EventSeqNum head() {
    return head;
  }

  Optional<CanonicalEvent> offer(SequencedRecord record) {
    return event(record).flatMap(this::offer);
  }

  Optional<CanonicalEvent> offer(CanonicalEvent candidate) {
    return offer(EventNumbers.of(candidate.event())) ? Optional.of(candidate) : Optional.empty();
  }

  /// Whether the event with these numbers is the next canonical one.
  boolean offer(EventNumbers candidate) {
    boolean extendsHead = candidate.parentSeqNum().equals(head) && candidate.seqNum().isAfter(head);
    if (extendsHead) {
      head = candidate.seqNum();
    }
    return extendsHead;
  }

  /// The event that `record` carries, canonical or not, if it carries one.
  static Optional<CanonicalEvent> event(SequencedRecord record) {
    if (record.isCommand() || record.body().isEmpty()) {
      return Optional.empty();
    }
    try {
      EncodedEvent event = EncodedEvent.parse(record.body().utf8());
      return Optional.of(new CanonicalEvent(record.seqNum(), safe(record.timestamp()), event));
    } catch (MalformedEventException e) {
      return Optional.empty();
    }
  }

  /// A client's timestamp may be any unsigned number; JavaScript refuses one beyond 2^53 - 1, and
  /// with it the page.
  static long safe(long timestamp) {
    return timestamp < 0 ? EventSeqNum.MAX_VALUE : Math.min(timestamp, EventSeqNum.MAX_VALUE);
  }
}
