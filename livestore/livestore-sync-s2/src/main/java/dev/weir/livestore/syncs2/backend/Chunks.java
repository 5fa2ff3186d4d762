package dev.weir.livestore.syncs2.backend;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
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

/// A response's body as it comes, for one thread that waits for it, and not for ever. What that
/// thread has not taken is not received.
final class Chunks implements BodySubscriber<Chunks>, AutoCloseable {
  private sealed interface Message {
    record Bytes(List<ByteBuffer> buffers) implements Message {}

    record Failed(Throwable cause) implements Message {}

    record Ended() implements Message {}
  }

  private final Duration patience;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final AtomicReference<Optional<Flow.Subscription>> subscription =
      new AtomicReference<>(Optional.empty());

  /// Complete once bytes can be asked for.
  private final CompletableFuture<Chunks> ready = new CompletableFuture<>();

  private volatile boolean closed;

  /// @param patience for the next bytes
  Chunks(Duration patience) {
    this.patience = patience;
  }

  /// The next bytes; empty at the end of the body, and after [#close].
  ///
  /// @throws IOException if the connection broke, or nothing came in time
  Optional<List<ByteBuffer>> next() throws IOException, InterruptedException {
    if (closed) {
      return Optional.empty();
    }
    subscription.get().ifPresent(s -> s.request(1));
    Message message = messages.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    return switch (message) {
      case Message.Bytes(List<ByteBuffer> buffers) -> Optional.of(buffers);
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
        throw new IOException("nothing came for " + patience.toSeconds() + " s");
      }
    };
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
