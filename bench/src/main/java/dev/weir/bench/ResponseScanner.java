package dev.weir.bench;

import java.io.IOException;
import java.util.Locale;

/// Reads the answers to a connection's live pulls as their bytes come.
final class ResponseScanner {
  /// What is found.
  interface Listener extends RecordScanner.Listener {
    /// The status line and headers of an answer have come.
    void headers() throws IOException;
  }

  private enum Part {
    HEAD,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    LAST_LINE
  }

  private final Listener listener;
  private final RecordScanner records;
  private final StringBuilder line = new StringBuilder(0);
  private Part part = Part.HEAD;
  private boolean chunked;
  private long left;
  private boolean ended;

  ResponseScanner(Listener listener) {
    this.listener = listener;
    this.records = new RecordScanner(listener);
  }

  /// Whether an answer has ended since this was last asked.
  boolean takeEnd() {
    var was = ended;
    ended = false;
    return was;
  }

  void accept(byte[] bytes, int length) throws IOException {
    var at = 0;
    while (at < length) {
      if (part == Part.CHUNK) {
        var end = (int) Math.min(length, at + left);
        records.scan(bytes, at, end);
        left -= end - at;
        at = end;
        if (left == 0) {
          part = Part.CHUNK_END;
        }
      } else {
        control(bytes[at++]);
      }
    }
  }

  private void control(byte b) throws IOException {
    if (b != '\n') {
      if (b != '\r') {
        line.append((char) b);
      }
      return;
    }
    var text = line.toString();
    line.setLength(0);
    line.trimToSize();
    switch (part) {
      case HEAD -> headLine(text);
      case CHUNK_SIZE -> {
        left = Long.parseLong(text, 16);
        part = left == 0 ? Part.LAST_LINE : Part.CHUNK;
      }
      case CHUNK_END -> part = Part.CHUNK_SIZE;
      case LAST_LINE -> {
        part = Part.HEAD;
        ended = true;
      }
      case CHUNK -> throw new IllegalStateException();
    }
  }

  private void headLine(String text) throws IOException {
    if (text.startsWith("HTTP/") && !text.startsWith("HTTP/1.1 200")) {
      throw new IOException("a live pull was answered " + text);
    }
    if (text.toLowerCase(Locale.ROOT).equals("transfer-encoding: chunked")) {
      chunked = true;
    }
    if (text.isEmpty()) {
      if (!chunked) {
        throw new IOException("a live pull was answered without chunks");
      }
      chunked = false;
      part = Part.CHUNK_SIZE;
      listener.headers();
    }
  }
}
