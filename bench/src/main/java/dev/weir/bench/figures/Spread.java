package dev.weir.bench.figures;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One figure measured in several rounds.
///
/// @param values one per round, not empty
public record Spread(List<Double> values) {
  /// Sorts them.
  public Spread {
    values = values.stream().sorted().toList();
  }

  /// One figure of the results of several rounds.
  public static <T> Spread of(List<T> results, ToDoubleFunction<T> figure) {
    return new Spread(results.stream().mapToDouble(figure).boxed().toList());
  }

  /// The middle value; of an even number of values the mean of the middle two.
  public double median() {
    var middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }

  /// The median, and the lowest and highest value.
  public String text() {
    return "%s (%s-%s)"
        .formatted(number(median()), number(values.getFirst()), number(values.getLast()));
  }

  /// Digits enough to compare with: 12345, 123, 12.3, 1.23.
  public static String number(double value) {
    var format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
