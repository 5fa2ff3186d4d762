package dev.weir.livestore.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Canonical events that are delivered together.
///
/// @param events ascending; none if nothing is left to deliver
/// @param tail the S2 tail as the client is to see it, see [SsePages#batch]
record Page(List<CanonicalEvent> events, long tail) {
  Page {
    events = List.copyOf(events);
  }

  /// How much goes into a page. A page is all or nothing for the client, which is safe, so large is
  /// good; each is held in memory once per reader, so not too large.
  record Limit(int events, int chars) {}

  boolean isEmpty() {
    return events.isEmpty();
  }

  /// The next page behind `position` up to the S2 tail that `log` knows: from memory where that
  /// reaches back far enough, else from S2.
  ///
  /// @throws HistoryLostException if the stream has lost what comes next
  static Page next(StoreLog log, PullPosition position, Limit limit) {
    Optional<List<CanonicalEvent>> recent = log.recent(position.s2SeqNum());
    var page = new Builder(position, limit);
    if (recent.isPresent()) {
      recent.get().forEach(page::offer);
    } else {
      page.scan(log);
    }
    return page.build(log.state().tail());
  }

  /// Fills a page until it is full, and notes whether anything follows.
  private static final class Builder {
    private final PullPosition position;
    private final Limit limit;
    private final List<CanonicalEvent> events = new ArrayList<>();
    private int chars;
    private boolean more;

    Builder(PullPosition position, Limit limit) {
      this.position = position;
      this.limit = limit;
    }

    void scan(StoreLog log) {
      var fold = new CanonicalFold(position.head());
      try (Scan scan = log.stream().scan(position.s2SeqNum(), log.state().tail())) {
        if (position.s2SeqNum() == 0 && scan.hasNext()) {
          FoldStart.requireBeginning(log.stream());
        }
        while (!more && scan.hasNext()) {
          fold.offer(scan.next()).ifPresent(this::offer);
        }
      }
    }

    void offer(CanonicalEvent event) {
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

    Page build(long s2Tail) {
      boolean last = !more && !events.isEmpty();
      return new Page(events, last ? events.getLast().s2SeqNum() + 1 : s2Tail);
    }
  }
}
