package dev.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final int LARGEST = 60_000;

  @Test
  void svg_ofMoreSamplesThanAnHourHas_isSmallAndKeepsTheHighest() throws Exception {
    var points =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new Chart.Point(i / 60.0, i == 4_321 ? 8_000 : i % 100))
            .toList();
    var chart =
        new Chart(
            "Latency", "ms", List.of(new Chart.Line("p50", points), new Chart.Line("p99", points)));

    byte[] svg = chart.svg().getBytes(StandardCharsets.UTF_8);

    assertThat(svg.length).isLessThan(LARGEST);
    var read =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));
    var line = read.getElementsByTagName("polyline").item(0);
    var heights =
        List.of(line.getAttributes().getNamedItem("points").getNodeValue().strip().split(" "))
            .stream()
            .mapToDouble(point -> Double.parseDouble(point.split(",", 2)[1]));
    assertThat(heights.min()).hasValue(40.0);
    assertThat(chart.svg()).contains(">8,000<").contains("<title>Latency</title>");
  }
}
