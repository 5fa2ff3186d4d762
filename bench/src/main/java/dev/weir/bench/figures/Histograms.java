package dev.weir.bench.figures;

import org.HdrHistogram.Histogram;

/// Latencies in microseconds, to three digits.
public final class Histograms {
  private Histograms() {}

  public static Histogram micros() {
    return new Histogram(3);
  }

  public static double millisAt(double percentile, Histogram micros) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }
}
