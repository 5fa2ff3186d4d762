package dev.weir.livestore.proxy;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Ever longer pauses between attempts that fail: 50 ms doubled up to 2 s, each with up to as much
/// again at random, so that many who failed together do not come back together. Used by one thread.
final class Backoff {
  private static final long FIRST_MILLIS = 50;
  private static final long LONGEST_MILLIS = 2_000;

  private long millis = FIRST_MILLIS;

  Duration next() {
    long pause = millis + ThreadLocalRandom.current().nextLong(millis);
    millis = Math.min(LONGEST_MILLIS, 2 * millis);
    return Duration.ofMillis(pause);
  }

  void reset() {
    millis = FIRST_MILLIS;
  }
}
