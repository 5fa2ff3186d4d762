package dev.weir.s2;

import java.util.Optional;
import java.util.OptionalLong;

/// From when to when measurements are wanted, and summed over what.
///
/// @param start epoch seconds, inclusive
/// @param end epoch seconds, exclusive
/// @param interval empty means that the store chooses
public record MetricRange(OptionalLong start, OptionalLong end, Optional<MetricInterval> interval) {
  /// From `start` to `end` (exclusive), in epoch seconds.
  public static MetricRange of(long start, long end) {
    return new MetricRange(OptionalLong.of(start), OptionalLong.of(end), Optional.empty());
  }

  /// The same range, summed over `interval`.
  public MetricRange withInterval(MetricInterval interval) {
    return new MetricRange(start, end, Optional.of(interval));
  }
}
