package dev.weir.livestore.replica;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to leave a backend alone after failures in a row: twice as long each time, and up to a
/// half more by chance. For one thread.
final class Pauses {
  private static final int MAX_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;
  private int failures;

  Pauses(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  void reset() {
    failures = 0;
  }

  long nextNanos() {
    Duration grown = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    failures++;
    long nanos = (grown.compareTo(longest) < 0 ? grown : longest).toNanos();
    return nanos + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
  }
}
