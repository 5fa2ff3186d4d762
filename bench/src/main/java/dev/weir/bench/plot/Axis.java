package dev.weir.bench.plot;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;

/// What an axis counts.
///
/// @param label with the unit
/// @param logarithmic whether each step is as many times the last; only for values above 0
public record Axis(String label, boolean logarithmic) {
  /// Values further apart than this get powers of ten, others powers of two.
  private static final double NEAR = 1_000;

  /// An axis that begins at 0.
  public static Axis linear(String label) {
    return new Axis(label, false);
  }

  /// An axis whose steps are powers of ten, or of two where the values are near each other.
  public static Axis logarithmic(String label) {
    return new Axis(label, true);
  }

  /// @param lowest of the values on it
  /// @param highest of them
  ValueAxis drawn(double lowest, double highest) {
    var format = new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
    NumberAxis linear = new NumberAxis(label);
    linear.setAutoRangeIncludesZero(true);
    linear.setNumberFormatOverride(format);
    var drawn = logarithmic ? powers(highest / lowest > NEAR ? 10 : 2, format) : linear;
    Look.of(drawn);
    return drawn;
  }

  private ValueAxis powers(int base, DecimalFormat format) {
    var axis = new LogAxis(label);
    axis.setBase(base);
    axis.setTickUnit(new NumberTickUnit(1, format));
    axis.setNumberFormatOverride(format); // 1,000 rather than 10 to the 3rd
    axis.setSmallestValue(1e-6);
    return axis;
  }
}
