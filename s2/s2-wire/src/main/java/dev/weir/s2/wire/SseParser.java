package dev.weir.s2.wire;

import dev.weir.s2.Bytes;
import dev.weir.s2.TransportException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Cuts a stream of bytes into server-sent events, however the bytes are cut into chunks. Lines end
/// with CR, LF or CRLF. Used by one thread.
public final class SseParser {
  private static final String DEFAULT_TYPE = "message";
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int maxEventBytes;
  private final Line line = new Line();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream(1024);
  private String type = DEFAULT_TYPE;
  private String id = "";
  private boolean hasData;
  private boolean hasFields;
  private boolean afterCarriageReturn;
  private boolean firstLine = true;

  /// @param maxEventBytes what one event may hold, so that a stream without end cannot fill the
  ///   memory. A batch of 1 MiB can take 7 MiB as JSON
  public SseParser(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  /// Takes the next bytes and gives the events that they complete to `events`.
  ///
  /// @throws TransportException if an event is too large
  public void feed(byte[] chunk, int offset, int length, Consumer<SseEvent> events) {
    int end = offset + length;
    int lineStart = offset;
    for (int i = offset; i < end; i++) {
      byte b = chunk[i];
      if (b == '\n' && afterCarriageReturn) {
        lineStart = i + 1; // the second half of a CRLF
      } else if (b == '\n' || b == '\r') {
        keep(chunk, lineStart, i - lineStart);
        endLine(events);
        lineStart = i + 1;
      }
      afterCarriageReturn = b == '\r';
    }
    keep(chunk, lineStart, end - lineStart);
  }

  /// Says that no more bytes will come.
  ///
  /// @throws TransportException if the last event is incomplete
  public void finish() {
    if (hasFields || line.size() > 0) {
      throw new TransportException("the stream ended within an event", true, null);
    }
  }

  private void keep(byte[] chunk, int offset, int length) {
    if (length > maxEventBytes - line.size() - data.size()) {
      throw new TransportException("an event of over " + maxEventBytes + " bytes", true, null);
    }
    line.write(chunk, offset, length);
  }

  private void endLine(Consumer<SseEvent> events) {
    int end = line.size();
    int start = firstLine && line.startsWithMark() ? BYTE_ORDER_MARK.length : 0;
    firstLine = false;
    if (start == end) {
      endEvent(events);
    } else if (line.bytes()[start] != ':') { // a comment
      field(line.bytes(), start, end);
    }
    line.reset();
  }

  private void field(byte[] bytes, int start, int end) {
    int colon = start;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    hasFields = true;
    switch (text(bytes, start, colon)) {
      case "data" -> {
        if (hasData) {
          data.write('\n');
        }
        hasData = true;
        data.write(bytes, value, end - value);
      }
      case "event" -> type = text(bytes, value, end);
      case "id" -> id = text(bytes, value, end);
      default -> {} // `retry`, which S2 never sends, and what may come after us
    }
  }

  private void endEvent(Consumer<SseEvent> events) {
    boolean complete = hasData;
    var event = new SseEvent(type.isEmpty() ? DEFAULT_TYPE : type, id, takeData());
    type = DEFAULT_TYPE;
    id = "";
    hasData = false;
    hasFields = false;
    if (complete) {
      events.accept(event);
    }
  }

  private Bytes takeData() {
    byte[] taken = data.toByteArray();
    data.reset();
    return Bytes.wrap(taken);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /// A line so far. Lines can have megabytes, so that their bytes are looked at where they are.
  private static final class Line extends ByteArrayOutputStream {
    Line() {
      super(256);
    }

    /// As many as [#size()] are the line's.
    byte[] bytes() {
      return buf;
    }

    boolean startsWithMark() {
      return count >= BYTE_ORDER_MARK.length
          && Arrays.equals(buf, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
    }
  }
}
