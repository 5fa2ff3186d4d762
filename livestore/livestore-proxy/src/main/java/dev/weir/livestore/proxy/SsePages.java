package dev.weir.livestore.proxy;

import java.nio.charset.StandardCharsets;

/// The server-sent events of a pull, as the client of `@livestore/sync-s2` reads them: `batch` with
/// an S2 read batch, which [PageWriter] writes, `ping`, and `[DONE]`. Nothing else may ever be
/// sent: an unknown event, an empty batch or a `retry` field ends a stock client's sync for good.
final class SsePages {
  private static final byte[] PING = ascii("event: ping\ndata: {}\n\n");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");

  private SsePages() {}

  static byte[] ping() {
    return PING;
  }

  static byte[] done() {
    return DONE;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
