package dev.weir.livestore.proxy.limits;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Values by name, made when they are first asked for, and forgotten ten minutes after they last
/// were, or when there are too many. Thread-safe.
final class IdleForgetting<V> {
  static final int MOST = 50_000;
  static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Supplier<V> make;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Used<V>> longestIdleFirst = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Used<V> {
    private final V value;
    private long at;

    Used(V value) {
      this.value = value;
    }
  }

  IdleForgetting(Supplier<V> make, LongSupplier nanoTime) {
    this.make = make;
    this.nanoTime = nanoTime;
  }

  V get(String name) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      Used<V> used = longestIdleFirst.computeIfAbsent(name, absent -> new Used<>(make.get()));
      used.at = now;
      forget(now);
      return used.value;
    } finally {
      lock.unlock();
    }
  }

  private void forget(long now) {
    Iterator<Used<V>> idle = longestIdleFirst.values().iterator();
    while (idle.hasNext()) {
      Used<V> next = idle.next();
      if (longestIdleFirst.size() <= MOST && now - next.at < IDLE_NANOS) {
        return;
      }
      idle.remove();
    }
  }

  int size() {
    lock.lock();
    try {
      return longestIdleFirst.size();
    } finally {
      lock.unlock();
    }
  }
}
