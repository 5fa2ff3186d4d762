package dev.weir.bench.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Lines over one axis.
///
/// @param lines with at least one point in all
public record LinePlot(String title, Axis x, Axis y, List<Line> lines) {
  /// Marks for more points than these would hide the line.
  private static final int MOST_MARKS = 40;

  public LinePlot {
    lines = List.copyOf(lines);
  }

  /// Writes the picture, some ten kilobytes of SVG.
  ///
  /// @throws IOException if the file cannot be written
  public void write(Path file) throws IOException {
    var data = new XYSeriesCollection();
    var renderer = new XYLineAndShapeRenderer();
    renderer.setDrawSeriesLineAsPath(true);
    for (var line : lines) {
      var series = new XYSeries(line.name(), false);
      line.thinnedOut().points().forEach(point -> series.add(point.x(), point.y()));
      Look.of(renderer, data.getSeriesCount());
      renderer.setSeriesShapesVisible(data.getSeriesCount(), series.getItemCount() <= MOST_MARKS);
      data.addSeries(series);
    }
    var plot = new XYPlot(data, drawn(x, Line.Point::x), drawn(y, Line.Point::y), renderer);
    plot.setBackgroundPaint(Look.PAPER);
    plot.setDomainGridlinePaint(Look.GRID);
    plot.setRangeGridlinePaint(Look.GRID);
    plot.setOutlineVisible(false);
    Picture.write(new JFreeChart(title, Look.HEADING, plot, lines.size() > 1), 720, 380, file);
  }

  private ValueAxis drawn(Axis axis, ToDoubleFunction<Line.Point> value) {
    var values =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(value)
            .summaryStatistics();
    return axis.drawn(values.getMin(), values.getMax());
  }
}
