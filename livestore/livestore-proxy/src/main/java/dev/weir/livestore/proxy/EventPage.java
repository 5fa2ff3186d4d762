package dev.weir.livestore.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Canonical events that are delivered together.
///
/// @param events ascending; none if nothing is left to deliver
/// @param tail the S2 tail as the client is to see it, see [PageWriter#finish]
record EventPage(List<CanonicalEvent> events, long tail) {
  EventPage {
    events = List.copyOf(events);
  }

  /// How much goes into a page.
  ///
  /// @param bytes about; one event always goes in
  record Limit(int events, int bytes) {
    /// The same, but not beyond so many bytes.
    Limit within(int most) {
      return new Limit(events, Math.min(bytes, most));
    }
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /// The next page behind `position`, from memory, if the log's memory reaches back so far. No I/O.
  ///
  /// @throws HistoryLostException if what follows belongs to another history than what the client
  ///   has
  /// @throws StreamTakenException if the stream belongs to another store
  static Optional<EventPage> recent(StoreLog log, PullPosition position, Limit limit) {
    log.requireOwned();
    return log.recent(position.s2SeqNum())
        .map(events -> {
          var page = new Builder(position, limit);
          events.forEach(page::offer);
          return page.build(log.state().tail());
        });
  }

  /// Fills a page until it is full, and notes whether anything follows.
  private static final class Builder {
    private final PullPosition position;
    private final Limit limit;
    private final List<CanonicalEvent> events = new ArrayList<>();
    private boolean begun;
    private int chars;
    private boolean more;

    Builder(PullPosition position, Limit limit) {
      this.position = position;
      this.limit = limit;
    }

    void offer(CanonicalEvent event) {
      if (!begun && !event.event().parentSeqNum().equals(position.head())) {
        throw new HistoryLostException(
            "what stands at S2 number " + event.s2SeqNum() + " does not follow what a client has");
      }
      begun = true;
      if (more || !event.event().seqNum().isAfter(position.delivered())) {
        return;
      }
      int size = event.event().json().length();
      more = events.size() == limit.events() || (chars + size > limit.bytes() && !events.isEmpty());
      if (!more) {
        events.add(event);
        chars += size;
      }
    }

    EventPage build(long s2Tail) {
      boolean last = !more && !events.isEmpty();
      return new EventPage(events, last ? events.getLast().s2SeqNum() + 1 : s2Tail);
    }
  }
}
