package dev.weir.s2.lite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Clocks that stand still until a test moves them.
final class ManualTime implements Time {
  private static final class Waiter {
    private final ReentrantLock lock;
    private final Condition condition;

    Waiter(ReentrantLock lock, Condition condition) {
      this.lock = lock;
      this.condition = condition;
    }
  }

  private static final long START_EPOCH_MILLIS = 1_700_000_000_000L;

  private final List<Waiter> waiters = new ArrayList<>();
  private long nanos;

  @Override
  public synchronized long epochMillis() {
    return START_EPOCH_MILLIS + TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // the callers loop
  public void await(ReentrantLock lock, Condition condition, long deadlineNanos)
      throws InterruptedException {
    var waiter = new Waiter(lock, condition);
    synchronized (this) {
      if (nanos >= deadlineNanos) {
        return;
      }
      waiters.add(waiter);
      notifyAll();
    }
    try {
      condition.await();
    } finally {
      synchronized (this) {
        waiters.remove(waiter);
      }
    }
  }

  void advance(Duration by) {
    List<Waiter> woken;
    synchronized (this) {
      nanos += by.toNanos();
      woken = List.copyOf(waiters);
    }
    for (Waiter waiter : woken) {
      waiter.lock.lock();
      try {
        waiter.condition.signalAll();
      } finally {
        waiter.lock.unlock();
      }
    }
  }

  /// Waits until so many threads wait for the time or for a signal.
  synchronized void awaitWaiters(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (waiters.size() < count) {
      long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (remaining <= 0) {
        throw new AssertionError(count + " waiters expected, there are " + waiters.size());
      }
      wait(remaining);
    }
  }
}
