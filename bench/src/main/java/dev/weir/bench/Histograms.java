package dev.weir.bench;

import org.HdrHistogram.Histogram;

/// Latencies in microseconds, to three digits.
final class Histograms {
  private Histograms() {}

  static Histogram micros() {
    return new Histogram(3);
  }

  static double millisAt(double percentile, Histogram micros) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }
}
