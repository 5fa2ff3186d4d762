package dev.weir.spring.webflux;

import dev.weir.livestore.proxy.http.UnreadableBodyException;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/// Collects a request's body, up to a limit. What comes beyond is read and dropped, for a while: a
/// client that is still sending then gets an answer, and not a broken connection.
final class CollectedBody extends BaseSubscriber<DataBuffer> {
  private static final long MOST_DROPPED_BYTES = 16 << 20;

  private final int limit;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
  private long received;

  private CollectedBody(int limit) {
    this.limit = limit;
  }

  /// Completes with the body, or with an [UnreadableBodyException].
  static CompletableFuture<byte[]> collect(Flux<DataBuffer> body, int limit) {
    var collected = new CollectedBody(limit);
    body.subscribe(collected);
    return collected.whole;
  }

  @Override
  protected void hookOnNext(DataBuffer buffer) {
    byte[] part = new byte[buffer.readableByteCount()];
    buffer.read(part);
    DataBufferUtils.release(buffer);
    received += part.length;
    if (received <= limit) {
      bytes.writeBytes(part);
    } else if (received > limit + MOST_DROPPED_BYTES) {
      cancel();
      whole.completeExceptionally(UnreadableBodyException.tooLarge(limit));
    }
  }

  @Override
  protected void hookOnError(Throwable cause) {
    whole.completeExceptionally(UnreadableBodyException.brokenOff());
  }

  @Override
  protected void hookOnComplete() {
    if (received > limit) {
      whole.completeExceptionally(UnreadableBodyException.tooLarge(limit));
    } else {
      whole.complete(bytes.toByteArray());
    }
  }
}
