package dev.weir.s2.client;

import dev.weir.s2.ReadMessage;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.ReadEvents;
import dev.weir.s2.wire.RecordFormat;
import dev.weir.s2.wire.SseParser;
import java.io.IOException;
import java.util.function.Consumer;
import okhttp3.Response;

/// A response of server-sent events.
final class EventSource implements MessageSource {
  private static final int CHUNK_BYTES = 16 * 1024;

  private final Response response;
  private final SseParser parser = new SseParser(Answer.MAX_BODY_BYTES);
  private final byte[] chunk = new byte[CHUNK_BYTES];

  EventSource(Response response) {
    this.response = response;
  }

  /// @throws TransportException if the response ended; a clean end is an event
  @Override
  public void read(Consumer<ReadMessage> messages) throws IOException {
    int length = response.body().source().read(chunk);
    if (length < 0) {
      parser.finish();
      throw new TransportException("the read ended without being done", true, null);
    }
    parser.feed(
        chunk,
        0,
        length,
        event -> ReadEvents.decode(event, RecordFormat.BASE64).ifPresent(messages));
  }

  @Override
  public boolean isReconnectAdvised() {
    return false;
  }

  @Override
  public boolean endsWithItsResponse() {
    return false;
  }

  @Override
  public void close() {
    response.close();
  }
}
