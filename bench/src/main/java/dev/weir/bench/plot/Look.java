package dev.weir.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.renderer.AbstractRenderer;

/// How all plots look.
final class Look {
  static final Color PAPER = Color.WHITE;
  static final Color GRID = new Color(0xD0D7DE);
  static final Color INK = new Color(0x24292F);
  static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  /// Told apart by colour-blind readers as well (the palette of Okabe and Ito).
  private static final Color[] COLOURS = {
    new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
    new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9)
  };

  private Look() {}

  static void of(AbstractRenderer renderer, int series) {
    renderer.setSeriesPaint(series, COLOURS[series % COLOURS.length]);
    renderer.setSeriesStroke(
        series, new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  static void of(Axis axis) {
    axis.setLabelFont(TEXT);
    axis.setTickLabelFont(TEXT);
    axis.setLabelPaint(INK);
    axis.setTickLabelPaint(INK);
    axis.setAxisLinePaint(INK);
  }
}
