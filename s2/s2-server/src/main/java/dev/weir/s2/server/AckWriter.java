package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Writes what an append session owes its client, on the event loop of its connection: as soon as
/// something can be told, and then all that can be. While one write is on its way the rest gathers.
///
/// A client that does not read its acknowledgements is owed at most [#MAX_OWED] of them; then its
/// inputs wait.
final class AckWriter {
  static final int MAX_OWED = 8192;

  private final Replies replies;
  private final HttpResponseWriter writer;
  private final Executor eventLoop;
  private final Semaphore room = new Semaphore(MAX_OWED);

  /// Whether the event loop is at it, or will be called when there is something to write.
  private final AtomicBoolean busy = new AtomicBoolean();

  AckWriter(Replies replies, HttpResponseWriter writer, Executor eventLoop) {
    this.replies = replies;
    this.writer = writer;
    this.eventLoop = eventLoop;
    CompletableFuture<?> unused =
        writer.whenComplete().whenComplete((done, failure) -> room.release(MAX_OWED));
  }

  /// Waits until one more acknowledgement may be owed.
  void awaitRoom() throws InterruptedException {
    room.acquire();
  }

  /// Whether the answer is over: nothing more can be told.
  boolean isOver() {
    return writer.whenComplete().isDone();
  }

  /// Waits until the answer is over.
  void awaitEnd() throws InterruptedException {
    var over = new Semaphore(0);
    CompletableFuture<?> unused =
        writer.whenComplete().whenComplete((done, failure) -> over.release());
    over.acquire();
  }

  /// Says that something more is owed.
  void wake() {
    if (!busy.get() && busy.compareAndSet(false, true)) {
      eventLoop.execute(this::write);
    }
  }

  private void write() {
    var reply = replies.take();
    if (reply.frames().length > 0 && !writer.tryWrite(HttpData.wrap(reply.frames()))) {
      return; // the client is gone, and this stays busy for ever
    }
    if (reply.last()) {
      writer.close();
    } else if (reply.acks() > 0) {
      CompletableFuture<?> unused =
          writer
              .whenConsumed()
              .thenRunAsync(
                  () -> {
                    room.release(reply.acks());
                    write();
                  },
                  eventLoop);
    } else {
      await();
    }
  }

  private void await() {
    var awaited = replies.awaited();
    if (awaited.isPresent()) {
      CompletableFuture<?> unused =
          awaited.get().whenCompleteAsync((ack, failure) -> write(), eventLoop);
      return;
    }
    busy.set(false);
    if (!replies.isNothingOwed()) { // owed after the look, when this was still busy
      wake();
    }
  }
}
