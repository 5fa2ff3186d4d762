package dev.weir.s2;

import java.util.List;

/// One measurement of what an account, a basin or a stream takes or does.
public sealed interface Metric {
  /// What it is called.
  String name();

  /// What is counted.
  enum Unit {
    BYTES,
    OPERATIONS
  }

  /// A value at a time.
  ///
  /// @param epochSecs the beginning of the interval it stands for, or when it was measured
  record Point(long epochSecs, double value) {}

  /// One value.
  record Scalar(String name, Unit unit, double value) implements Metric {}

  /// What came about in each interval.
  record Accumulation(String name, Unit unit, MetricInterval interval, List<Point> values)
      implements Metric {
    public Accumulation {
      values = List.copyOf(values);
    }
  }

  /// What was there at times.
  record Gauge(String name, Unit unit, List<Point> values) implements Metric {
    public Gauge {
      values = List.copyOf(values);
    }
  }

  /// Names.
  record Label(String name, List<String> values) implements Metric {
    public Label {
      values = List.copyOf(values);
    }
  }
}
