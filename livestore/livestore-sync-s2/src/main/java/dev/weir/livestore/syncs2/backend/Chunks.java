package dev.weir.livestore.syncs2.backend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A response's body as it comes, for one thread that waits for it, and not for ever. Little more
/// is received than that thread has taken.
final class Chunks implements BodySubscriber<Chunks>, AutoCloseable {
  private sealed interface Message {
    record Bytes(List<ByteBuffer> buffers) implements Message {}

    record Failed(Throwable cause) implements Message {}

    record Ended() implements Message {}
  }

  /// What may have come and not be taken: enough that the connection need not be told to go on, and
  /// its thread be woken, for every piece of a large page.
  private static final int AHEAD = 16;

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final AtomicReference<Optional<Flow.Subscription>> subscription =
      new AtomicReference<>(Optional.empty());

  /// Complete once bytes can be asked for.
  private final CompletableFuture<Chunks> ready = new CompletableFuture<>();

  private volatile boolean closed;

  /// The next bytes; empty at the end of the body, and after [#close].
  ///
  /// @throws IOException if the connection broke, or nothing came in time
  Optional<List<ByteBuffer>> next(Duration patience) throws IOException, InterruptedException {
    if (closed) {
      return Optional.empty();
    }
    Message message = messages.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    return switch (message) {
      case Message.Bytes(List<ByteBuffer> buffers) -> {
        subscription.get().ifPresent(s -> s.request(1));
        yield Optional.of(buffers);
      }
      case Message.Ended ended -> {
        messages.add(ended);
        yield Optional.empty();
      }
      case Message.Failed(Throwable cause) -> {
        messages.add(message);
        throw new IOException("the connection broke: " + cause, cause);
      }
      case null -> {
        close();
        throw new IOException("nothing came for " + patience.toMillis() + " ms");
      }
    };
  }

  /// The whole body, or its beginning where it is longer than `most` bytes.
  ///
  /// @throws IOException if it did not come in time
  String text(int most, Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    var bytes = new ByteArrayOutputStream();
    while (bytes.size() < most) {
      var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Optional<List<ByteBuffer>> buffers = next(left);
      if (buffers.isEmpty()) {
        break;
      }
      for (ByteBuffer buffer : buffers.get()) {
        byte[] some = new byte[Math.min(buffer.remaining(), most - bytes.size())];
        buffer.get(some);
        bytes.writeBytes(some);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    subscription.get().ifPresent(Flow.Subscription::cancel);
    messages.add(new Message.Ended());
  }

  @Override
  public CompletionStage<Chunks> getBody() {
    return ready;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.set(Optional.of(given));
    if (closed) {
      given.cancel(); // nobody waits for it any more
    } else {
      given.request(AHEAD);
    }
    ready.complete(this);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    messages.add(new Message.Bytes(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    messages.add(new Message.Failed(failure));
    ready.complete(this);
  }

  @Override
  public void onComplete() {
    messages.add(new Message.Ended());
  }
}
