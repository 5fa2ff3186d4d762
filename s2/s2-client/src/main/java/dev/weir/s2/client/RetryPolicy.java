package dev.weir.s2.client;

import dev.weir.s2.InvalidInputException;
import java.time.Duration;

/// How calls that failed are made again, where that can do no harm. The wait before attempt `n + 1`
/// is a base of `minDelay * 2^(n - 1)`, at most `maxDelay`, plus a random part of up to as much
/// again; longer where the server asks for it, up to 10 s.
///
/// Throws [InvalidInputException] if `maxAttempts` is less than 1 or a delay is negative
///
/// @param maxAttempts attempts in all; 1 means that nothing is retried
/// @param minDelay the first base
/// @param maxDelay the largest base
public record RetryPolicy(int maxAttempts, Duration minDelay, Duration maxDelay) {
  /// Three attempts: the second after 100 to 200 ms, the third after another 200 to 400 ms.
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(1));

  /// Attempts without end, 100 to 200 ms apart at first and 1 to 2 s from the fifth failure on: for
  /// a read that follows its stream for ever.
  public static final RetryPolicy FOLLOW =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(100), Duration.ofSeconds(1));

  /// One attempt.
  public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new InvalidInputException("maxAttempts was " + maxAttempts + ", must be at least 1");
    }
    if (minDelay.isNegative() || maxDelay.isNegative()) {
      throw new InvalidInputException("a delay between attempts cannot be negative");
    }
  }
}
