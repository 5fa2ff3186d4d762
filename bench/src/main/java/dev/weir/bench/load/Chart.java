package dev.weir.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Lines over time, as a small SVG file. Its colours are legible on a light and on a dark page.
///
/// @param unit of the values
record Chart(String title, String unit, List<Line> lines) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 300;
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int RIGHT = 20;
  private static final int BOTTOM = 40;
  private static final int TICKS = 4;
  private static final int LEGEND = 110;

  /// More are not told apart.
  private static final int MOST_POINTS = 400;

  private static final List<String> COLOURS = List.of("#2f81c7", "#d9822b", "#8a63c9");

  /// One line.
  record Line(String name, List<Point> points) {
    Line {
      points = List.copyOf(points);
    }

    /// Few points, the highest of each stretch.
    Line thinnedOut() {
      var step = Math.ceilDiv(points.size(), MOST_POINTS);
      if (step <= 1) {
        return this;
      }
      return new Line(
          name,
          IntStream.iterate(0, from -> from < points.size(), from -> from + step)
              .mapToObj(from -> points.subList(from, Math.min(points.size(), from + step)))
              .map(Line::highest)
              .toList());
    }

    private static Point highest(List<Point> stretch) {
      return stretch.stream()
          .reduce((one, other) -> other.y() > one.y() ? other : one)
          .orElseThrow();
    }
  }

  record Point(double minutes, double y) {}

  Chart {
    lines = lines.stream().filter(line -> !line.points().isEmpty()).map(Line::thinnedOut).toList();
  }

  void write(Path file) throws IOException {
    Files.writeString(file, svg());
  }

  String svg() {
    var svg = new StringBuilder();
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#888\">",
            WIDTH,
            HEIGHT));
    add(svg, String.format(Locale.ROOT, "<title>%s</title>", title));
    add(
        svg,
        String.format(
            Locale.ROOT, "<text x=\"%d\" y=\"18\" font-size=\"14\">%s</text>", LEFT, title));
    axes(svg);
    for (var i = 0; i < lines.size(); i++) {
      line(svg, lines.get(i), i);
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (var tick = 0; tick <= TICKS; tick++) {
      var value = highest() * tick / TICKS;
      var minutes = longest() * tick / TICKS;
      add(
          svg,
          String.format(
              Locale.ROOT,
              "<path d=\"M%d %.1fH%d\" stroke=\"#888\" stroke-opacity=\"0.3\"/>",
              LEFT,
              y(value),
              WIDTH - RIGHT));
      add(
          svg,
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 6,
              y(value) + 4,
              number(value)));
      add(
          svg,
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x(minutes),
              HEIGHT - BOTTOM + 16,
              number(minutes)));
    }
    add(svg, String.format(Locale.ROOT, "<text x=\"6\" y=\"%d\">%s</text>", TOP - 8, unit));
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">minutes</text>",
            WIDTH - RIGHT,
            HEIGHT - 6));
  }

  private void line(StringBuilder svg, Line line, int index) {
    var colour = COLOURS.get(index % COLOURS.size());
    svg.append("<polyline fill=\"none\" stroke=\"").append(colour).append("\" points=\"");
    line.points()
        .forEach(point ->
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.minutes()), y(point.y()))));
    svg.append("\"/>\n");
    var legend = WIDTH - RIGHT - LEGEND * (lines.size() - index);
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"18\" fill=\"%s\">%s</text>",
            legend,
            colour,
            line.name()));
  }

  private double highest() {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(Point::y)
        .filter(y -> y > 0)
        .max()
        .orElse(1);
  }

  private double longest() {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(Point::minutes)
        .filter(minutes -> minutes > 0)
        .max()
        .orElse(1);
  }

  private double x(double minutes) {
    return LEFT + minutes / longest() * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / highest() * (HEIGHT - TOP - BOTTOM);
  }

  private static String number(double value) {
    return value == Math.rint(value) || value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static void add(StringBuilder svg, String element) {
    svg.append(element).append('\n');
  }
}
