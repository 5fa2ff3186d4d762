package dev.weir.bench.figures;

import dev.weir.bench.plot.Axis;
import dev.weir.bench.plot.Line;
import dev.weir.bench.plot.LinePlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Figures of a series: several for each step of what grows.
public final class Curve {
  private final String grows;
  private final List<String> figures;
  private final List<Step> steps = new ArrayList<>();

  private record Step(long at, List<Double> values) {}

  /// @param grows what grows, such as `clients`
  /// @param figures what is measured at each step, with units
  public Curve(String grows, String... figures) {
    this.grows = grows;
    this.figures = List.of(figures);
  }

  /// Notes down one step, and shows it.
  public void step(long at, double... values) {
    steps.add(new Step(at, DoubleStream.of(values).boxed().toList()));
    var shown = new StringBuilder(String.format(Locale.ROOT, "  %,d %s:", at, grows));
    for (var i = 0; i < values.length; i++) {
      shown.append(' ').append(figures.get(i)).append(' ').append(Spread.number(values[i]));
      shown.append(i + 1 < values.length ? ";" : "");
    }
    System.out.println(shown);
  }

  public PartResult.Table table(String title) {
    var columns = new ArrayList<>(List.of(grows));
    columns.addAll(figures);
    return new PartResult.Table(title, columns, steps.stream().map(Curve::row).toList());
  }

  private static List<String> row(Step step) {
    var row = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", step.at())));
    for (var value : step.values()) {
      row.add(Spread.number(value));
    }
    return row;
  }

  /// Some of the figures as lines over what grows.
  ///
  /// @param name the plot's file
  /// @param columns which figures, counted from 0
  public PartResult.Lines plot(String name, String title, Axis y, int... columns) {
    var lines = IntStream.of(columns).mapToObj(this::line).toList();
    return new PartResult.Lines(name, new LinePlot(title, across(), y, lines));
  }

  private Axis across() {
    var large = steps.stream().anyMatch(step -> step.at() >= 100);
    return large ? Axis.logarithmic(grows) : Axis.linear(grows);
  }

  private Line line(int column) {
    var points =
        steps.stream().map(step -> new Line.Point(step.at(), step.values().get(column))).toList();
    return new Line(figures.get(column), points);
  }
}
