package dev.weir.s2.lite;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The two clocks of the engine: the wall's for timestamps, and one that only moves forward for
/// waiting.
interface Time {
  /// A deadline that never comes.
  long NEVER = Long.MAX_VALUE;

  /// Milliseconds since the epoch.
  long epochMillis();

  /// Nanoseconds since some start; never negative, never going back.
  long nanos();

  /// Waits for a signal, at most until `nanos()` reaches `deadlineNanos`; may return earlier.
  ///
  /// @param lock held by the caller, and the lock of `condition`
  void await(ReentrantLock lock, Condition condition, long deadlineNanos)
      throws InterruptedException;

  /// The system's clock for waiting, `wall` for timestamps.
  static Time system(InstantSource wall) {
    return new SystemTime(wall, System.nanoTime());
  }

  /// The clocks of a running program.
  record SystemTime(InstantSource wall, long startNanos) implements Time {
    @Override
    public long epochMillis() {
      return wall.millis();
    }

    @Override
    public long nanos() {
      return System.nanoTime() - startNanos;
    }

    @SuppressWarnings("WaitNotInLoop") // the callers loop, as the interface tells them
    @Override
    public void await(ReentrantLock lock, Condition condition, long deadlineNanos)
        throws InterruptedException {
      // A bound on the longest wait, so that the subtraction cannot overflow and a missed signal
      // could not hang a reader for ever.
      long longest = TimeUnit.HOURS.toNanos(1);
      long remaining = Math.min(longest, deadlineNanos - nanos());
      if (remaining > 0) {
        long unused = condition.awaitNanos(remaining);
      }
    }
  }
}
