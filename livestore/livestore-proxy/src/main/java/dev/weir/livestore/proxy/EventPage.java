package dev.weir.livestore.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Canonical events that are delivered together.
///
/// @param events ascending; none if nothing is left to deliver
/// @param tail the S2 tail as the client is to see it, see [SsePages#batch]
record EventPage(List<CanonicalEvent> events, long tail) {
  EventPage {
    events = List.copyOf(events);
  }

  /// How much goes into a page.
  record Limit(int events, int chars) {}

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

  /// The next page behind `position` up to the S2 tail that `log` knows, from S2.
  ///
  /// @throws HistoryLostException if the stream has lost what comes next, or it belongs to another
  ///   history
  static EventPage read(StoreLog log, PullPosition position, Limit limit) {
    log.requireOwned();
    var page = new Builder(position, limit);
    long tail = log.state().tail();
    var fold = new CanonicalFold(position.head());
    try (Scan scan = log.stream().scan(position.s2SeqNum(), tail)) {
      requireNext(log, position, tail, scan);
      while (!page.more && scan.hasNext()) {
        fold.offer(scan.next()).ifPresent(page::offer);
      }
    }
    return page.build(tail);
  }

  private static void requireNext(StoreLog log, PullPosition position, long tail, Scan scan) {
    if (position.s2SeqNum() < tail
        && !(scan.hasNext() && scan.peek().seqNum() == position.s2SeqNum())) {
      throw new HistoryLostException(
          "stream " + log.stream().name() + " no longer holds S2 number " + position.s2SeqNum());
    }
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
      more = events.size() == limit.events() || (chars + size > limit.chars() && !events.isEmpty());
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
