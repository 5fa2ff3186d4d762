package dev.weir.proof.sync.jdk;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A task whose end is waited for in simulated time.
public final class TimedFuture<V> extends FutureTask<V> {
  private final Waiters waiters = new Waiters();

  public TimedFuture(Callable<V> work) {
    super(work);
  }

  @Override
  protected void done() {
    waiters.wake();
  }

  @Override
  public V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!waiters.await(this::isDone, unit.toNanos(timeout))) {
      throw new TimeoutException();
    }
    return get();
  }
}
