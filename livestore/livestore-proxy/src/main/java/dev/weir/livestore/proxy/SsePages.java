package dev.weir.livestore.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The server-sent events of a pull, as the client of `@livestore/sync-s2` reads them: `batch` with
/// an S2 read batch, `ping`, and `[DONE]`. Nothing else may ever be sent: an unknown event, an
/// empty batch or a `retry` field ends a stock client's sync for good.
final class SsePages {
  private static final byte[] PING = ascii("event: ping\ndata: {}\n\n");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");
  private static final byte[] BATCH = ascii("event: batch\ndata: {\"records\":[");
  private static final byte[] BODY = ascii(",\"body\":\"");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private SsePages() {}

  static byte[] ping() {
    return PING;
  }

  static byte[] done() {
    return DONE;
  }

  /// One page of events.
  ///
  /// @param tail the S2 tail as the client is to see it: it takes what lies between the last event
  ///   and this for what it has yet to wait for, so it must be the number behind the last event
  ///   unless more events follow
  static byte[] batch(List<CanonicalEvent> events, long tail) {
    int chars = events.stream().mapToInt(event -> event.event().json().length() + 96).sum();
    var out = new ByteArrayOutputStream(chars + chars / 8 + 128);
    out.writeBytes(BATCH);
    String separator = "{\"seq_num\":";
    for (CanonicalEvent event : events) {
      out.writeBytes(ascii(separator + event.s2SeqNum() + ",\"timestamp\":" + event.timestamp()));
      out.writeBytes(BODY);
      writeEscaped(event.event().json().getBytes(StandardCharsets.UTF_8), out);
      out.writeBytes(ascii("\"}"));
      separator = ",{\"seq_num\":";
    }
    long timestamp = events.getLast().timestamp();
    out.writeBytes(
        ascii("],\"tail\":{\"seq_num\":" + tail + ",\"timestamp\":" + timestamp + "}}\n\n"));
    return out.toByteArray();
  }

  /// UTF-8 inside a JSON string. Bytes beyond ASCII stand for themselves.
  private static void writeEscaped(byte[] utf8, ByteArrayOutputStream out) {
    int from = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        out.write(utf8, from, i - from);
        writeEscape(b, out);
        from = i + 1;
      }
    }
    out.write(utf8, from, utf8.length - from);
  }

  private static void writeEscape(byte b, ByteArrayOutputStream out) {
    out.write('\\');
    switch (b) {
      case '"', '\\' -> out.write(b);
      case '\n' -> out.write('n');
      case '\r' -> out.write('r');
      case '\t' -> out.write('t');
      default -> {
        out.writeBytes(ascii("u00"));
        out.write(HEX[b >> 4]);
        out.write(HEX[b & 15]);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
