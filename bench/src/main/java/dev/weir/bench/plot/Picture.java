package dev.weir.bench.plot;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleInsets;

/// A chart as an SVG file.
final class Picture {
  private static final String SVG = "http://www.w3.org/2000/svg";

  private Picture() {}

  static void write(JFreeChart chart, int width, int height, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    TextUtils.setUseDrawRotatedStringWorkaround(false); // it draws letters as shapes
    chart.setBackgroundPaint(Look.PAPER);
    chart.setPadding(new RectangleInsets(8, 8, 8, 16));
    chart.getTitle().setPaint(Look.INK);
    if (chart.getLegend() != null) {
      chart.getLegend().setFrame(BlockBorder.NONE);
    }
    var graphics = graphics(width, height);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    var svg = new StringWriter();
    graphics.stream(svg, true);
    // The type names a file on the web, which some readers of XML would fetch.
    Files.writeString(file, svg.toString().replaceFirst("<!DOCTYPE[^>]*>\\s*", ""));
  }

  private static SVGGraphics2D graphics(int width, int height) {
    try {
      var documents = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder();
      var document = documents.getDOMImplementation().createDocument(SVG, "svg", null);
      var context = SVGGeneratorContext.createDefault(document);
      context.setPrecision(1);
      context.setComment("");
      var graphics = new SVGGraphics2D(context, false);
      graphics.setSVGCanvasSize(new Dimension(width, height));
      return graphics;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no parser of XML", e);
    }
  }
}
