package dev.weir.bench.http;

import java.io.IOException;
import java.util.Locale;

/// Reads the answers on a connection as their bytes come, whatever their status.
public final class AnswerScanner {
  /// Told of each answer, part by part.
  public interface Listener {
    /// The answer has begun.
    void status(int status) throws IOException;

    /// Some of the body of the answer.
    void body(byte[] bytes, int from, int to) throws IOException;

    /// The answer is complete; the connection waits for the next request.
    void ended();
  }

  private enum Part {
    HEAD,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    LAST_LINE,
    BODY
  }

  private final Listener listener;

  /// Takes no room while the connection waits: there are thousands.
  private final StringBuilder line = new StringBuilder(0);

  private Part part = Part.HEAD;
  private boolean bodyless;
  private boolean chunked;
  private long left;

  public AnswerScanner(Listener listener) {
    this.listener = listener;
  }

  /// What comes next answers a request that was sent now.
  public void expect(boolean withoutBody) {
    bodyless = withoutBody;
  }

  /// Takes in what comes next, which may begin and end anywhere.
  public void accept(byte[] bytes, int length) throws IOException {
    var at = 0;
    while (at < length) {
      if (part == Part.CHUNK || part == Part.BODY) {
        var end = (int) Math.min(length, at + left);
        left -= end - at;
        listener.body(bytes, at, end);
        at = end;
        bodyRead();
      } else {
        control(bytes[at++]);
      }
    }
  }

  private void bodyRead() {
    if (left == 0 && part == Part.CHUNK) {
      part = Part.CHUNK_END;
    } else if (left == 0) {
      end();
    }
  }

  private void end() {
    part = Part.HEAD;
    left = 0;
    chunked = false;
    listener.ended();
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
      case LAST_LINE -> end();
      case CHUNK, BODY -> throw new IllegalStateException("a body has no lines");
    }
  }

  private void headLine(String text) throws IOException {
    if (text.startsWith("HTTP/1.1 ")) {
      listener.status(Integer.parseInt(text, 9, 12, 10));
      return;
    }
    if (text.isEmpty()) {
      headRead();
      return;
    }
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("transfer-encoding: chunked")) {
      chunked = true;
    } else if (lower.startsWith("content-length:")) {
      left = Long.parseLong(lower.substring("content-length:".length()).strip());
    }
  }

  private void headRead() {
    if (bodyless || (!chunked && left == 0)) {
      end();
    } else {
      part = chunked ? Part.CHUNK_SIZE : Part.BODY;
    }
  }
}
