package dev.weir.proof.sync.jdk;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Threads that wait for something, for so long. No locks: only one thread runs at a time.
public final class Waiters {
  private final ArrayDeque<Thread> waiting = new ArrayDeque<>();

  /// Waits until it is so, or so long.
  ///
  /// @return whether it is so
  public boolean await(BooleanSupplier reached, long forNanos) throws InterruptedException {
    Kernel kernel = Kernel.get();
    long deadline = deadline(forNanos);
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (reached.getAsBoolean()) {
        return true;
      }
      if (kernel.nanos() >= deadline) {
        return false;
      }
      waiting.add(Thread.currentThread());
      try {
        kernel.parkUntil(deadline);
      } finally {
        waiting.remove(Thread.currentThread());
      }
    }
  }

  static long deadline(long forNanos) {
    long now = Kernel.get().nanos();
    return forNanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + forNanos;
  }

  /// Has those who wait look again.
  public void wake() {
    List.copyOf(waiting).forEach(LockSupport::unpark);
  }
}
