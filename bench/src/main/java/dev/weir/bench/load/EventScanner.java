package dev.weir.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.bench.http.ByteMatch;
import java.io.IOException;

/// Picks the events of [SharedStore#appendEvent] out of the bytes of pages, and where each of them
/// lies. It builds nothing from them: the clients share the processors with the server.
final class EventScanner {
  /// Told of each event.
  interface Listener {
    void event(long s2SeqNum, int client, long number, long atMicros) throws IOException;
  }

  /// Stands in a page's tail as well, where a colon precedes it.
  private static final byte[] RECORD = "{\"seq_num\":".getBytes(ISO_8859_1);

  private static final byte[] EVENT = "\\\"id\\\":\\\"c".getBytes(ISO_8859_1);
  private static final int PARTS = 4;

  private final Listener listener;
  private final ByteMatch match = new ByteMatch();
  private final long[] parts = new long[PARTS];

  /// The part that is read, or that is looked for: the record's number, then the three numbers of
  /// its event's id.
  private int part;

  private boolean reading;

  EventScanner(Listener listener) {
    this.listener = listener;
  }

  /// Takes in what comes next, which may begin and end anywhere.
  void scan(byte[] bytes, int from, int to) throws IOException {
    for (var i = from; i < to; i++) {
      var b = bytes[i];
      if (reading) {
        read(b);
      } else if (match.ends(b, part == 0 ? RECORD : EVENT)) {
        reading = part > 0 || match.before() != ':';
      }
    }
  }

  private void read(byte b) throws IOException {
    if (b >= '0' && b <= '9') {
      parts[part] = parts[part] * 10 + (b - '0');
      return;
    }
    part++;
    reading = part > 1 && part < PARTS; // the event is looked for first
    if (part == PARTS) {
      listener.event(parts[0], Math.toIntExact(parts[1]), parts[2], parts[3]);
      part = 0;
      java.util.Arrays.fill(parts, 0);
    }
  }
}
