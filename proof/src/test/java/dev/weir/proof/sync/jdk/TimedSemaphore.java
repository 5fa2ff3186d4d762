package dev.weir.proof.sync.jdk;

import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A semaphore that is waited for in simulated time, in turn by those who wait for so long. Nobody
/// uses one for waits with and without an end.
public final class TimedSemaphore extends Semaphore {
  private static final long serialVersionUID = 1;

  private final transient Waiters waiters = new Waiters();
  private final transient ArrayDeque<Long> turns = new ArrayDeque<>();

  private transient long turnsGiven;

  public TimedSemaphore(int permits) {
    super(permits);
  }

  public TimedSemaphore(int permits, boolean fair) {
    super(permits, fair);
  }

  @Override
  public void release() {
    super.release();
    waiters.wake();
  }

  @Override
  public void release(int permits) {
    super.release(permits);
    waiters.wake();
  }

  @Override
  public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    return tryAcquire(1, timeout, unit);
  }

  @Override
  public boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException {
    Long turn = turnsGiven++;
    turns.add(turn);
    try {
      return waiters.await(
          () -> turn.equals(turns.peek()) && tryAcquire(permits), unit.toNanos(timeout));
    } finally {
      turns.remove(turn);
      waiters.wake();
    }
  }
}
