package dev.weir.bench.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One line of a plot.
///
/// @param name what the legend calls it
/// @param points in the order of their `x`
public record Line(String name, List<Point> points) {
  /// More than this are not told apart in a picture.
  private static final int MOST_POINTS = 400;

  /// One value.
  public record Point(double x, double y) {}

  public Line {
    points = List.copyOf(points);
  }

  /// The same line with few points, of which the lowest and the highest of each stretch are kept.
  Line thinnedOut() {
    if (points.size() <= MOST_POINTS) {
      return this;
    }
    var few = new ArrayList<Point>();
    var stretches = MOST_POINTS / 2;
    for (var i = 0; i < stretches; i++) {
      var from = (int) ((long) points.size() * i / stretches);
      var to = (int) ((long) points.size() * (i + 1) / stretches);
      addEnds(points.subList(from, to), few);
    }
    return new Line(name, few);
  }

  private static void addEnds(List<Point> stretch, List<Point> to) {
    var lowest = stretch.stream().min(Comparator.comparingDouble(Point::y)).orElseThrow();
    var highest = stretch.stream().max(Comparator.comparingDouble(Point::y)).orElseThrow();
    to.add(lowest.x() <= highest.x() ? lowest : highest);
    if (!lowest.equals(highest)) {
      to.add(lowest.x() <= highest.x() ? highest : lowest);
    }
  }
}
