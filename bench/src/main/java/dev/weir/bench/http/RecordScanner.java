package dev.weir.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/// Picks the numbers of the records out of the bytes of pages. It builds nothing from them: many
/// clients share two processors with the server that is measured.
///
/// A record is known by `{"seq_num":`, which stands nowhere else but in a page's tail, where a
/// colon precedes it; inside a record's body the quotes are escaped.
public final class RecordScanner {
  /// Told of each record.
  public interface Listener {
    void record(long s2SeqNum) throws IOException;
  }

  private static final byte[] RECORD = "{\"seq_num\":".getBytes(ISO_8859_1);

  private final Listener listener;
  private final ByteMatch match = new ByteMatch();
  private boolean reading;
  private long number;

  public RecordScanner(Listener listener) {
    this.listener = listener;
  }

  /// Takes in what comes next, which may begin and end anywhere.
  public void scan(byte[] bytes, int from, int to) throws IOException {
    for (var i = from; i < to; i++) {
      var b = bytes[i];
      if (!reading) {
        reading = match.ends(b, RECORD) && match.before() != ':';
      } else if (b >= '0' && b <= '9') {
        number = number * 10 + (b - '0');
      } else {
        found();
      }
    }
  }

  private void found() throws IOException {
    var value = number;
    number = 0;
    reading = false;
    listener.record(value);
  }
}
