package dev.weir.bench.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/// Bars that lie below each other, in groups.
///
/// @param values what the bars are long
/// @param groups at least one, each with bars of the same names in the same order
public record BarPlot(String title, Axis values, List<Group> groups) {
  private static final int ROW = 18;

  /// What is compared.
  ///
  /// @param name what stands at the left
  /// @param bars the lengths by the names of the legend, in order
  public record Group(String name, Map<String, Double> bars) {}

  public BarPlot {
    groups = List.copyOf(groups);
  }

  /// Writes the picture, some ten kilobytes of SVG.
  ///
  /// @throws IOException if the file cannot be written
  public void write(Path file) throws IOException {
    var data = new DefaultCategoryDataset();
    for (var group : groups) {
      group.bars().forEach((bar, value) -> data.addValue(value, bar, group.name()));
    }
    var renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.05);
    if (values.logarithmic()) {
      renderer.setBase(1);
    }
    for (var bar = 0; bar < data.getRowCount(); bar++) {
      Look.of(renderer, bar);
    }
    var names = new CategoryAxis();
    names.setMaximumCategoryLabelWidthRatio(0.5f);
    Look.of(names);
    var lengths =
        groups.stream()
            .flatMapToDouble(group -> group.bars().values().stream().mapToDouble(d -> d))
            .summaryStatistics();
    var axis = values.drawn(lengths.getMin(), lengths.getMax());
    var plot = new CategoryPlot(data, names, axis, renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setBackgroundPaint(Look.PAPER);
    plot.setRangeGridlinePaint(Look.GRID);
    plot.setOutlineVisible(false);
    var rows = data.getColumnCount() * (data.getRowCount() + 0.5);
    var height = (int) (110 + rows * ROW);
    Picture.write(
        new JFreeChart(title, Look.HEADING, plot, data.getRowCount() > 1), 720, height, file);
  }
}
