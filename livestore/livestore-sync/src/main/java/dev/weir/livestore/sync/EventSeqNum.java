package dev.weir.livestore.sync;

/// LiveStore's own number of an event in its store's log. Clients assign it; it is unrelated to the
/// number that a backend gives the record which carries the event.
///
/// Throws [IllegalArgumentException] if `value` is no safe integer of JavaScript
///
/// @param value -(2^53-1) to 2^53-1, both inclusive; a store's first event has 1, [#ROOT] is its
///   parent
public record EventSeqNum(long value) implements Comparable<EventSeqNum> {
  /// The largest value: 2^53-1, JavaScript's largest safe integer.
  public static final long MAX_VALUE = (1L << 53) - 1;

  /// The parent of a store's first event, and the head of an empty store.
  public static final EventSeqNum ROOT = new EventSeqNum(0);

  public EventSeqNum {
    if (value < -MAX_VALUE || value > MAX_VALUE) {
      throw new IllegalArgumentException(
          "an event's sequence number must lie within ±(2^53-1), but was " + value);
    }
  }

  /// Whether this number is greater than `other`.
  public boolean isAfter(EventSeqNum other) {
    return value > other.value;
  }

  @Override
  public int compareTo(EventSeqNum other) {
    return Long.compare(value, other.value);
  }

  /// LiveStore's own notation: `e5`.
  @Override
  public String toString() {
    return "e" + value;
  }
}
