package dev.weir.bench.load;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// How fast a figure grows, by least squares.
final class Slope {
  private static final double SECONDS_AN_HOUR = 3_600;

  private Slope() {}

  /// By the hour, over the second half of the samples: what the first half grows by is warm-up.
  ///
  /// @return 0 for fewer than two samples
  static double perHour(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    var half = samples.subList(samples.size() / 2, samples.size());
    var meanTime = half.stream().mapToDouble(Sample::atSeconds).average().orElse(0);
    var mean = half.stream().mapToDouble(figure).average().orElse(0);
    var covariance = 0.0;
    var variance = 0.0;
    for (var sample : half) {
      var time = sample.atSeconds() - meanTime;
      covariance += time * (figure.applyAsDouble(sample) - mean);
      variance += time * time;
    }
    return variance == 0 ? 0 : covariance / variance * SECONDS_AN_HOUR;
  }
}
