package dev.weir.livestore.syncs2.backend;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How often a call is tried that fails for want of a connection or by the proxy's fault, and how
/// long is waited in between: twice as long each time, and up to a half more by chance.
///
/// Throws [IllegalArgumentException] if a value is out of range
///
/// @param maxAttempts tries in a row, the first included; at least 1
/// @param firstDelay before the second try
/// @param maxDelay before any, without what chance adds
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration maxDelay) {
  /// Three tries, as the original; 100 to 150 ms apart, where its are always 100.
  public static final RetryPolicy FEW =
      new RetryPolicy(3, Duration.ofMillis(100), Duration.ofMillis(100));

  /// Tries without end, 500 to 750 ms apart at first and 30 to 45 s at most.
  public static final RetryPolicy FOR_EVER =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(500), Duration.ofSeconds(30));

  private static final int MAX_DOUBLINGS = 20;

  public RetryPolicy {
    if (maxAttempts < 1 || firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "a retry policy must allow an attempt and delays that do not shrink");
    }
  }

  boolean allows(int failures) {
    return failures < maxAttempts;
  }

  /// @param asked what the server asked for, which counts up to the longest delay
  long nanosAfter(int failures, Duration asked) {
    Duration grown = firstDelay.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    Duration least = grown.compareTo(asked) < 0 ? asked : grown;
    long nanos = (least.compareTo(maxDelay) < 0 ? least : maxDelay).toNanos();
    return nanos + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
  }
}
