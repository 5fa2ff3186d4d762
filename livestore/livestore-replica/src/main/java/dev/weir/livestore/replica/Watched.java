package dev.weir.livestore.replica;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// A value that one thread changes and others wait for.
final class Watched<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private T value;

  Watched(T value) {
    this.value = value;
  }

  T get() {
    lock.lock();
    try {
      return value;
    } finally {
      lock.unlock();
    }
  }

  void set(T next) {
    lock.lock();
    try {
      value = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Has those who wait look again, for what they ask about besides.
  void lookAgain() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it is so, for at most that long.
  ///
  /// @return whether it is
  boolean await(Predicate<T> condition, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!condition.test(value)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it is so.
  void await(Predicate<T> condition) throws InterruptedException {
    while (!await(condition, TimeUnit.HOURS.toNanos(1))) {
      // Once more: an hour without change is nothing unusual.
    }
  }
}
