package dev.weir.s2.lite;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.InterruptedCallException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The acknowledgements that a session owes, given in the order they were asked for. A virtual
/// thread gives them, and lives only while there are some to give: what a program hangs on its
/// futures must not run on the commit thread. What hangs there may use the session itself, so a
/// wait on the giving thread goes on giving. That is why the turn to submit is taken here too, and
/// is no lock of its own: who has it may wait for what the giving thread has yet to give.
final class AckQueue {
  private record Owed(
      long bytes, CompletableFuture<AppendAck> durable, CompletableFuture<AppendAck> ack) {}

  private final AppendSessionOptions limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Owed> owed = new ArrayDeque<>();

  /// Who has the turn, and behind it who waits. A thread stands here more than once where what
  /// hangs on an acknowledgement submits too, while a call of the same thread waits beneath it.
  private final ArrayDeque<Thread> turns = new ArrayDeque<>();

  private long owedBytes;
  private boolean aborted;
  private @Nullable Thread giver;
  private @Nullable Owed given; // being given right now
  private @Nullable Throwable failure; // the first that was given

  AckQueue(AppendSessionOptions limits) {
    this.limits = limits;
  }

  /// Waits until all who asked for the turn before have left it, and takes it. A thread that has it
  /// gets it again at once, and leaves it as often.
  void takeTurn() {
    Thread caller = Thread.currentThread();
    boolean taken = false;
    try {
      lock.lockInterruptibly();
      try {
        if (turns.peekFirst() == caller) {
          turns.addFirst(caller);
        } else {
          turns.addLast(caller);
        }
        awaitLocked(() -> turns.peekFirst() == caller);
        taken = true;
      } finally {
        if (!taken) {
          turns.removeLastOccurrence(caller);
          changed.signalAll();
        }
        lock.unlock();
      }
    } catch (InterruptedException e) {
      throw new InterruptedCallException("its turn in the append session", e);
    }
  }

  void leaveTurn() {
    lock.lock();
    try {
      turns.removeFirst();
      if (!turns.isEmpty()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a batch of `bytes` may be owed besides what is owed already, or the session was
  /// aborted.
  void awaitRoom(long bytes) {
    await(
        "room in the append session",
        () ->
            aborted
                || (owedBytes + bytes <= limits.maxInflightBytes()
                    && owed.size() < limits.maxInflightBatches()));
  }

  /// Owes the result of `durable`.
  ///
  /// @return ends with that result, after all that were owed before
  CompletableFuture<AppendAck> owe(long bytes, CompletableFuture<AppendAck> durable) {
    var ack = new CompletableFuture<AppendAck>();
    lock.lock();
    try {
      if (aborted) {
        ack.completeExceptionally(LiteAppendSession.aborted());
        return ack;
      }
      owed.addLast(new Owed(bytes, durable, ack));
      owedBytes += bytes;
    } finally {
      lock.unlock();
    }
    CompletableFuture<?> unused = durable.whenComplete((result, e) -> ended());
    return ack;
  }

  /// Waits until nothing is owed.
  void awaitAll() {
    await("the acknowledgements of the append session", () -> owed.isEmpty() && isGiven());
  }

  /// Fails all that is owed, and all that will be.
  void abort() {
    ArrayDeque<Owed> rest;
    lock.lock();
    try {
      aborted = true;
      rest = new ArrayDeque<>(owed);
      if (given != null) {
        rest.addFirst(given);
      }
      owed.clear();
      owedBytes = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    rest.forEach(each -> each.ack().completeExceptionally(LiteAppendSession.aborted()));
  }

  private boolean isGiven() {
    return given == null || Thread.currentThread() == giver;
  }

  private void ended() {
    lock.lock();
    try {
      changed.signalAll();
      if (giver == null && isNextDone()) {
        Thread thread = Thread.ofVirtual().name("s2-lite-acks").unstarted(this::giveAll);
        thread.start();
        giver = thread;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isNextDone() {
    return !owed.isEmpty() && owed.getFirst().durable().isDone();
  }

  private void giveAll() {
    lock.lock();
    try {
      while (isNextDone()) {
        giveNext();
      }
    } finally {
      giver = null;
      lock.unlock();
    }
  }

  /// Gives the first acknowledgement, which is done. Lets go of the lock meanwhile.
  private void giveNext() {
    Owed next = owed.removeFirst();
    owedBytes -= next.bytes();
    changed.signalAll(); // what hangs on it may wait for somebody who waits for its room
    Owed before = given;
    given = next;
    Optional<Throwable> failed = failureOf(next);
    lock.unlock();
    try {
      if (failed.isPresent()) {
        next.ack().completeExceptionally(failed.get());
      } else {
        next.ack().complete(next.durable().resultNow());
      }
    } finally {
      lock.lock();
      given = before;
      changed.signalAll();
    }
  }

  /// All that fail do so with the exception of the first.
  private Optional<Throwable> failureOf(Owed next) {
    if (!next.durable().isCompletedExceptionally()) {
      return Optional.empty();
    }
    if (failure == null) {
      Throwable own = next.durable().exceptionNow();
      failure = own instanceof CompletionException && own.getCause() != null ? own.getCause() : own;
    }
    return Optional.of(failure);
  }

  private void await(String what, BooleanSupplier reached) {
    try {
      lock.lockInterruptibly();
      try {
        awaitLocked(reached);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      throw new InterruptedCallException(what, e);
    }
  }

  /// @param reached asked under the lock, which is let go of meanwhile
  private void awaitLocked(BooleanSupplier reached) throws InterruptedException {
    while (!reached.getAsBoolean()) {
      if (Thread.currentThread() == giver && isNextDone()) {
        giveNext();
      } else {
        changed.await();
      }
    }
  }
}
