package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EventSeqNum;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The newest canonical events of a store, bounded in number and bytes. Complete from the S2 number
/// [#start()] on: there is no canonical event at or beyond it that the window does not hold. Not
/// thread-safe.
final class EventWindow {
  private static final int MAX_EVENTS = 1_024;
  private static final int MAX_CHARS = 128 << 10;

  private final Deque<CanonicalEvent> events = new ArrayDeque<>();
  private long start;
  private int chars;

  EventWindow(long start) {
    this.start = start;
  }

  long start() {
    return start;
  }

  void add(CanonicalEvent event) {
    events.addLast(event);
    chars += event.event().json().length();
    while (events.size() > MAX_EVENTS || (chars > MAX_CHARS && events.size() > 1)) {
      CanonicalEvent gone = events.removeFirst();
      chars -= gone.event().json().length();
      start = gone.s2SeqNum() + 1;
    }
  }

  /// The events at or beyond the S2 number `from`, oldest first. `from` must not lie before
  /// [#start()].
  List<CanonicalEvent> from(long from) {
    var found = new ArrayList<CanonicalEvent>();
    for (Iterator<CanonicalEvent> newestFirst = events.descendingIterator();
        newestFirst.hasNext(); ) {
      CanonicalEvent event = newestFirst.next();
      if (event.s2SeqNum() < from) {
        break;
      }
      found.add(event);
    }
    return found.reversed();
  }

  /// The event that S2 holds at `s2SeqNum`, if it is canonical.
  Optional<CanonicalEvent> at(long s2SeqNum) {
    List<CanonicalEvent> found = from(s2SeqNum);
    return found.isEmpty() || found.getFirst().s2SeqNum() != s2SeqNum
        ? Optional.empty()
        : Optional.of(found.getFirst());
  }

  /// Whether an event numbered `first` would be here if it were canonical and at or before the
  /// newest.
  boolean covers(EventSeqNum first) {
    CanonicalEvent oldest = events.peekFirst();
    return start == 0 || (oldest != null && !oldest.event().seqNum().isAfter(first));
  }

  /// All events, oldest first.
  List<CanonicalEvent> all() {
    return List.copyOf(events);
  }
}
