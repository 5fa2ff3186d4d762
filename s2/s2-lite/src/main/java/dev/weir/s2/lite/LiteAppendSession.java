package dev.weir.s2.lite;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.S2Exception;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A session of appends to a stream of this process. A batch is sequenced while its submit has the
/// turn, so the next one's conditions are checked against it; it becomes durable later.
///
/// Whether a batch is refused is known within its turn too, so nothing behind it is sequenced. A
/// session that waits for input holds its lease on the stream and no thread.
final class LiteAppendSession implements AppendSession {
  private final ActiveStreams.Lease lease;
  private final Optional<RecordSeal> seal;
  private final AckQueue acks;
  private final AtomicInteger leaseHolders = new AtomicInteger(1); // the session, and each append
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean aborted = new AtomicBoolean();
  private final AtomicBoolean left = new AtomicBoolean();

  /// The first append that fails, or will once what it was refused for is durable.
  private final AtomicReference<@Nullable CompletableFuture<AppendAck>> failed =
      new AtomicReference<>();

  /// @param seal the caller's, if the stream is encrypted
  LiteAppendSession(
      ActiveStreams.Lease lease, Optional<RecordSeal> seal, AppendSessionOptions options) {
    this.lease = lease;
    this.seal = seal;
    acks = new AckQueue(options);
  }

  static OutcomeUnknownException aborted() {
    return new OutcomeUnknownException(
        "the append session was aborted; whether the batch is appended is unknown");
  }

  @Override
  public CompletableFuture<AppendAck> submit(AppendInput input) {
    acks.takeTurn();
    try {
      requireGoingOn();
      acks.awaitRoom(input.meteredBytes());
      requireGoingOn();
      return acks.owe(input.meteredBytes(), append(input));
    } finally {
      acks.leaveTurn();
    }
  }

  private CompletableFuture<AppendAck> append(AppendInput input) {
    retain();
    try {
      ActiveStream.Placed placed = lease.stream().append(input, seal, this::release);
      if (placed.isRefused()) {
        failed.compareAndSet(null, placed.ack());
      }
      CompletableFuture<?> unused =
          placed
              .ack()
              .whenComplete((ack, e) -> {
                if (e != null) {
                  failed.compareAndSet(null, placed.ack());
                }
              });
      return placed.ack();
    } catch (InterruptedCallException e) {
      throw e; // nothing was appended, and the session may go on
    } catch (RuntimeException e) {
      CompletableFuture<AppendAck> failure = CompletableFuture.failedFuture(e);
      failed.compareAndSet(null, failure);
      return failure;
    }
  }

  private void requireGoingOn() {
    if (closed.get()) {
      throw new IllegalStateException("the append session is closed");
    }
    requireSound();
  }

  /// Throws an exception of the call's own: a submit and the close behind it fail for one reason.
  private void requireSound() {
    CompletableFuture<AppendAck> failure = failed.get();
    if (failure == null) {
      return;
    }
    try {
      AppendAck unused = Waiting.await("the failure of the append session", failure);
    } catch (S2Exception e) {
      throw e.again();
    }
  }

  @Override
  public void close() {
    closed.set(true);
    try {
      if (!aborted.get()) {
        acks.takeTurn(); // behind the submits that are under way
        acks.leaveTurn();
        acks.awaitAll();
      }
    } finally {
      leave();
    }
    if (!aborted.get()) {
      requireSound();
    }
  }

  @Override
  public void abort() {
    aborted.set(true);
    closed.set(true);
    acks.abort();
    leave();
  }

  private void leave() {
    if (left.compareAndSet(false, true)) {
      release();
    }
  }

  /// Fails once the lease is gone: an abort may come between a submit's checks and its append.
  private void retain() {
    if (leaseHolders.getAndUpdate(holders -> holders == 0 ? 0 : holders + 1) == 0) {
      throw new IllegalStateException("the append session is closed");
    }
  }

  private void release() {
    if (leaseHolders.decrementAndGet() == 0) {
      lease.close();
    }
  }
}
