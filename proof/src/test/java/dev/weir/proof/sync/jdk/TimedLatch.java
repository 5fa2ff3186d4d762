package dev.weir.proof.sync.jdk;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A latch that is waited for in simulated time.
public final class TimedLatch extends CountDownLatch {
  private final Waiters waiters = new Waiters();

  public TimedLatch(int count) {
    super(count);
  }

  @Override
  public void countDown() {
    super.countDown();
    waiters.wake();
  }

  @Override
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return waiters.await(() -> getCount() == 0, unit.toNanos(timeout));
  }
}
