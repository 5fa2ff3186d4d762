package dev.weir.bench.load;

import dev.weir.bench.http.EventJson;
import java.util.Arrays;

/// A store that some clients share, and what is known to be in its log. Event `n` lies at S2 number
/// `n - 1`.
final class SharedStore {
  private static final int NUMBER_BITS = 40;

  private final String id;
  private long[] known = new long[64];
  private int length;

  SharedStore(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /// One client's event, as one number that is not 0.
  static long eventId(int client, long number) {
    return (client + 1L) << NUMBER_BITS | number;
  }

  /// An event was acknowledged, or delivered, as the one at this place.
  ///
  /// @throws IllegalStateException if it is said to be another one
  void holds(long s2SeqNum, long eventId) {
    var at = Math.toIntExact(s2SeqNum);
    if (at >= known.length) {
      known = Arrays.copyOf(known, Math.max(at + 1, 2 * known.length));
    }
    if (known[at] != 0 && known[at] != eventId) {
      throw new IllegalStateException(
          "store " + id + ": two events were said to be record " + s2SeqNum);
    }
    known[at] = eventId;
    length = Math.max(length, at + 1);
  }

  /// The number of records up to the last one that is known.
  int length() {
    return length;
  }

  /// What is known to be there, or 0.
  long knownAt(int s2SeqNum) {
    return s2SeqNum < length ? known[s2SeqNum] : 0;
  }

  /// The JSON of an event. [EventScanner] finds its id again.
  static void appendEvent(
      StringBuilder json, int client, long number, long atMicros, long eventSeqNum) {
    var id = "c" + client + "-" + number + "-" + atMicros;
    EventJson.append(json, id, eventSeqNum, "c" + client);
  }
}
