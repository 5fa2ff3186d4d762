package dev.weir.proof.sync.jdk;

import java.util.Collection;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A queue that is waited for in simulated time. Bounded or not: it stands for the JDK's linked and
/// its array queue.
public final class TimedQueue<E> extends LinkedBlockingQueue<E> {
  private static final long serialVersionUID = 1;

  private final transient Waiters waiters = new Waiters();

  public TimedQueue() {
    super();
  }

  public TimedQueue(int capacity) {
    super(capacity);
  }

  @Override
  public boolean offer(E element) {
    boolean taken = super.offer(element);
    waiters.wake();
    return taken;
  }

  @Override
  public void put(E element) throws InterruptedException {
    super.put(element);
    waiters.wake();
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return waiters.await(() -> offer(element), unit.toNanos(timeout));
  }

  @Override
  public @Nullable E poll() {
    E element = super.poll();
    waiters.wake();
    return element;
  }

  @Override
  public E take() throws InterruptedException {
    E element = super.take();
    waiters.wake();
    return element;
  }

  @Override
  public int drainTo(Collection<? super E> to) {
    int drained = super.drainTo(to);
    waiters.wake();
    return drained;
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return waiters.await(() -> !isEmpty(), unit.toNanos(timeout)) ? poll() : null;
  }
}
