package dev.weir.s2;

/// What measurements are summed over.
public enum MetricInterval {
  MINUTE,
  HOUR,
  DAY
}
