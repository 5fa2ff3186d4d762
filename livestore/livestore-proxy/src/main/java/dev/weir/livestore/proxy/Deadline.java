package dev.weir.livestore.proxy;

import java.time.Duration;
import java.util.function.LongSupplier;

/// When the answer to a pull must have ended, because its client's credentials do: by a clock that
/// nobody sets. Thread-safe.
public final class Deadline {
  /// Longer than any answer lasts.
  private static final Duration FAR = Duration.ofDays(365);

  private final LongSupplier nanoTime;
  private final long at;

  /// @param nanoTime the clock
  Deadline(LongSupplier nanoTime, Duration time) {
    this.nanoTime = nanoTime;
    this.at = nanoTime.getAsLong() + bounded(time).toNanos();
  }

  private static Duration bounded(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(FAR) < 0 ? time : FAR;
  }

  /// As good as none.
  public static Deadline never() {
    return in(FAR);
  }

  /// So much later than now.
  public static Deadline in(Duration time) {
    return new Deadline(System::nanoTime, time);
  }

  boolean hasPassed() {
    return nanosLeft() == 0;
  }

  /// 0 once it has passed.
  long nanosLeft() {
    return Math.max(0, at - nanoTime.getAsLong());
  }
}
