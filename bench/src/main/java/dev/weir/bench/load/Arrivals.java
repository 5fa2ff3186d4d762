package dev.weir.bench.load;

import java.util.SplittableRandom;

/// When something is committed.
sealed interface Arrivals {
  /// Nothing more comes.
  record None() implements Arrivals {}

  /// At random, so many a second on the average, whatever becomes of them: what is late does not
  /// keep the next one from being due.
  record Open(double aSecond) implements Arrivals {
    /// From one to the next.
    long gapNanos(SplittableRandom random) {
      return (long) (-Math.log(1 - random.nextDouble()) / aSecond * 1e9);
    }
  }

  /// The next one as soon as one is stored, so many at a time: as fast as the server can.
  record Closed(int atATime) implements Arrivals {}
}
