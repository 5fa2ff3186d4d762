package dev.weir.s2.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait between attempts.
final class Backoff {
  /// A server's wish beyond this is not heeded: somebody is waiting.
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(10);

  private static final int MAX_DOUBLINGS = 30;

  private final RetryPolicy policy;
  private final RandomGenerator random;

  Backoff(RetryPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /// Whether another attempt may follow this many failures.
  boolean allows(int failures) {
    return failures < policy.maxAttempts();
  }

  /// The wait after the `failures`th failure, from 1.
  Duration delay(int failures, Duration retryAfter) {
    Duration base = policy.minDelay().multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    long nanos = min(base, policy.maxDelay()).toNanos();
    Duration jittered = Duration.ofNanos(nanos + (long) (nanos * random.nextDouble()));
    Duration asked = min(retryAfter, MAX_RETRY_AFTER);
    return jittered.compareTo(asked) < 0 ? asked : jittered;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
