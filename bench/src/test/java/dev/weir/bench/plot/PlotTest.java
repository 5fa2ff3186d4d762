package dev.weir.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.ValueAxis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
  private static final long LARGEST = 60_000;

  @TempDir private Path directory;

  @Test
  void linePlot_withTensOfThousandsOfPoints_isASmallFileThatKeepsTheOutlier() throws Exception {
    var points =
        IntStream.range(0, 40_000)
            .mapToObj(i -> new Line.Point(i, i == 12_345 ? 900 : 100 + i % 7))
            .toList();
    var line = new Line("p99", points);
    var file = directory.resolve("lines.svg");
    new LinePlot(
            "Latency over time",
            Axis.linear("seconds"),
            Axis.linear("ms"),
            List.of(line, new Line("p50", points)))
        .write(file);

    assertThat(text(file)).contains("Latency over time", "seconds", "p99", "p50");
    assertThat(Files.size(file)).isLessThan(LARGEST);
    assertThat(line.thinnedOut().points()).contains(new Line.Point(12_345, 900)).hasSize(400);
  }

  @Test
  void linePlot_onPowersOfTen_isASmallFileThatNamesTheAxes() throws Exception {
    var points =
        List.of(new Line.Point(1, 10), new Line.Point(100, 500), new Line.Point(10_000, 900));
    var file = directory.resolve("log.svg");
    new LinePlot(
            "Rate",
            Axis.logarithmic("clients"),
            Axis.logarithmic("events/s"),
            List.of(new Line("a", points)))
        .write(file);

    assertThat(text(file)).contains("clients", "events/s");
    assertThat(Files.size(file)).isLessThan(LARGEST);
  }

  @Test
  void drawn_forValuesThatAreNearEachOther_hasPowersOfTwo() {
    var axis = Axis.logarithmic("ms");
    assertThat(base(axis.drawn(0.6, 7))).isEqualTo(2);
    assertThat(base(axis.drawn(1, 10_000))).isEqualTo(10);
  }

  private static double base(ValueAxis axis) {
    return ((LogAxis) axis).getBase();
  }

  @Test
  void barPlot_ofGroups_namesEachGroupAndBar() throws Exception {
    var file = directory.resolve("bars.svg");
    new BarPlot(
            "Rates",
            Axis.logarithmic("times as many"),
            List.of(
                new BarPlot.Group("push", Map.of("weir", 12.5)),
                new BarPlot.Group("pull", Map.of("weir", 0.4))))
        .write(file);

    assertThat(text(file)).contains("push", "pull", "times as many");
    assertThat(Files.size(file)).isLessThan(LARGEST);
  }

  private static String text(Path file) throws Exception {
    var svg =
        DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().parse(file.toFile());
    return svg.getDocumentElement().getTextContent();
  }
}
