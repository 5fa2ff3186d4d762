package dev.weir.app.console;

import java.util.OptionalDouble;

/// Durations counted by size: each step is a fifth more than the one before, which is how exact a
/// percentile is. Guarded by whoever owns it.
final class Histogram {
  private static final double LEAST_MILLIS = 0.05;
  private static final double STEP = Math.log(1.2);

  /// Up to a minute.
  private static final int STEPS = 78;

  private final int[] counts = new int[STEPS];
  private int total;

  void add(double millis) {
    double step = millis <= LEAST_MILLIS ? 0 : Math.log(millis / LEAST_MILLIS) / STEP;
    counts[(int) Math.min(STEPS - 1, Math.round(step))]++;
    total++;
  }

  void addAll(Histogram other) {
    for (int i = 0; i < STEPS; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  /// In milliseconds; empty where nothing was counted.
  ///
  /// @param part 0.5 is the median
  OptionalDouble percentile(double part) {
    long left = Math.max(1, (long) Math.ceil(part * total));
    for (int i = 0; i < STEPS && total > 0; i++) {
      left -= counts[i];
      if (left <= 0) {
        return OptionalDouble.of(LEAST_MILLIS * Math.exp(i * STEP));
      }
    }
    return OptionalDouble.empty();
  }
}
