package dev.weir.livestore.proxy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Warnings that clients can cause, and so could fill the log with: one a store and minute, and so
/// many for all stores. The rest is written at `DEBUG`.
final class SparingLog {
  /// Warnings a minute.
  static final int MOST = 20;

  private static final System.Logger LOG = System.getLogger(SparingLog.class.getName());
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final Set<String> warned = new HashSet<>();
  private long begun;

  SparingLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  void warn(String storeId, Supplier<String> message) {
    LOG.log(isFirst(storeId) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG, message);
  }

  private synchronized boolean isFirst(String storeId) {
    long now = nanoTime.getAsLong();
    if (now - begun >= MINUTE) {
      begun = now;
      warned.clear();
    }
    return warned.size() < MOST && warned.add(storeId);
  }
}
