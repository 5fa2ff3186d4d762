package dev.weir.s2.client;

import dev.weir.s2.TransportException;
import dev.weir.s2.wire.SseEvent;
import dev.weir.s2.wire.SseParser;
import java.io.IOException;
import java.util.function.Consumer;
import okhttp3.Response;

/// The events of one response, used by one thread.
final class EventSource implements AutoCloseable {
  private static final int CHUNK_BYTES = 16 * 1024;

  private final Response response;
  private final SseParser parser = new SseParser(Answer.MAX_BODY_BYTES);
  private final byte[] chunk = new byte[CHUNK_BYTES];

  EventSource(Response response) {
    this.response = response;
  }

  /// Waits for bytes and gives `events` what they complete.
  ///
  /// @throws TransportException if the response ended; a clean end is an event
  void read(Consumer<SseEvent> events) throws IOException {
    int length = response.body().source().read(chunk);
    if (length < 0) {
      parser.finish();
      throw new TransportException("the read ended without being done", true, null);
    }
    parser.feed(chunk, 0, length, events);
  }

  @Override
  public void close() {
    response.close();
  }
}
