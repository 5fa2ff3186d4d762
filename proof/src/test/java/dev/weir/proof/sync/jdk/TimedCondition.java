package dev.weir.proof.sync.jdk;

import java.util.ArrayDeque;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A condition that is waited for in simulated time.
final class TimedCondition implements Condition {
  private final ReentrantLock lock;
  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();

  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    boolean signalled;
  }

  TimedCondition(ReentrantLock lock) {
    this.lock = lock;
  }

  private boolean waitFor(long deadline, boolean interruptible) throws InterruptedException {
    var waiter = new Waiter();
    waiting.add(waiter);
    int holds = lock.getHoldCount();
    for (int i = 0; i < holds; i++) {
      lock.unlock();
    }
    boolean interrupted = false;
    while (!waiter.signalled
        && Kernel.get().nanos() < deadline
        && !(interrupted && interruptible)) {
      interrupted |= Thread.interrupted();
      if (!(interrupted && interruptible)) {
        Kernel.get().parkUntil(deadline);
        interrupted |= Thread.interrupted();
      }
    }
    waiting.remove(waiter);
    for (int i = 0; i < holds; i++) {
      lock.lock();
    }
    if (interrupted && interruptible && !waiter.signalled) {
      throw new InterruptedException();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return waiter.signalled;
  }

  @Override
  public void await() throws InterruptedException {
    boolean unused = waitFor(Long.MAX_VALUE, true);
  }

  @Override
  public void awaitUninterruptibly() {
    try {
      boolean unused = waitFor(Long.MAX_VALUE, false);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long awaitNanos(long forNanos) throws InterruptedException {
    long deadline = Waiters.deadline(forNanos);
    boolean unused = waitFor(deadline, true);
    return deadline - Kernel.get().nanos();
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return waitFor(Waiters.deadline(unit.toNanos(time)), true);
  }

  @Override
  public boolean awaitUntil(Date deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void signal() {
    Waiter first = waiting.poll();
    if (first != null) {
      wake(first);
    }
  }

  @Override
  public void signalAll() {
    waiting.forEach(TimedCondition::wake);
    waiting.clear();
  }

  private static void wake(Waiter waiter) {
    waiter.signalled = true;
    LockSupport.unpark(waiter.thread);
  }
}
