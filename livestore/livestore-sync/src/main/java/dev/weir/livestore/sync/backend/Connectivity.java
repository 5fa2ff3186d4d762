package dev.weir.livestore.sync.backend;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Whether a backend could be reached when it was last tried: a value that can be watched. It
/// begins as unreachable. Thread-safe.
public final class Connectivity {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Consumer<Boolean>> watchers = new CopyOnWriteArrayList<>();
  private boolean connected;

  /// Not reachable, until somebody says so.
  public Connectivity() {}

  /// Whether it could be reached.
  public boolean isConnected() {
    lock.lock();
    try {
      return connected;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it can be reached.
  public void awaitConnected() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!connected) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Tells `watcher` of every change from now on, one at a time and on the thread that found it
  /// out, which it must not hold up.
  ///
  /// @return ends that
  public AutoCloseable watch(Consumer<Boolean> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /// Notes how the latest attempt went. For backends.
  public void set(boolean nowConnected) {
    lock.lock();
    try {
      if (connected == nowConnected) {
        return;
      }
      connected = nowConnected;
      changed.signalAll();
      watchers.forEach(watcher -> watcher.accept(nowConnected));
    } finally {
      lock.unlock();
    }
  }
}
