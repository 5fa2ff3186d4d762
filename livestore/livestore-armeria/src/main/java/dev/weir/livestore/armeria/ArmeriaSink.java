package dev.weir.livestore.armeria;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.stream.CancelledSubscriptionException;
import dev.weir.livestore.proxy.PullSink;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A pull's answer on its way out of an Armeria server.
final class ArmeriaSink implements PullSink {
  /// A client that takes nothing for so long is gone, or as good as gone.
  private static final long STALLED_SECONDS = 120;

  private final HttpResponseWriter writer;
  private volatile boolean ended;

  /// @param pull interrupted once the client has gone
  ArmeriaSink(HttpResponseWriter writer, Thread pull) {
    this.writer = writer;
    var unused =
        writer
            .whenComplete()
            .whenComplete((done, failure) -> {
              if (!ended) {
                pull.interrupt();
              }
            });
  }

  @Override
  public void send(byte[] bytes) throws InterruptedException {
    write(HttpData.wrap(bytes));
    await(writer.whenConsumed());
  }

  @Override
  public void send(List<byte[]> pieces) throws InterruptedException {
    for (byte[] piece : pieces) {
      send(piece);
    }
  }

  /// The last piece also says that nothing follows: all of it leaves in one write, and a connection
  /// that breaks will hardly break in between.
  @Override
  public void sendLast(List<byte[]> page, byte[] end) throws InterruptedException {
    send(page.subList(0, page.size() - 1));
    ended = true;
    write(HttpData.wrap(Unpooled.wrappedBuffer(page.getLast(), end)).withEndOfStream());
    writer.close();
    var taken = writer.whenComplete().exceptionally(ArmeriaSink::unlessTaken);
    try {
      await(taken);
    } catch (InterruptedException e) {
      // The end of the answer interrupts its thread, too.
      if (!taken.isDone() || taken.isCompletedExceptionally()) {
        throw e;
      }
    }
  }

  /// A server that has taken the data that ends the stream asks for no more, which looks like a
  /// client that has gone.
  private static Void unlessTaken(Throwable failure) {
    if (failure instanceof CancelledSubscriptionException) {
      return null;
    }
    throw new CompletionException(failure);
  }

  private void write(HttpData data) throws InterruptedException {
    if (!writer.tryWrite(data)) {
      throw gone();
    }
  }

  private static void await(CompletableFuture<Void> taken) throws InterruptedException {
    try {
      taken.get(STALLED_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new InterruptedException("the client does not read");
    } catch (ExecutionException e) {
      throw gone();
    }
  }

  static InterruptedException gone() {
    return new InterruptedException("the client has gone");
  }
}
