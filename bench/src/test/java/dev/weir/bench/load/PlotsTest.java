package dev.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
  private static final long NANOS_PER_MILLI = 1_000_000;

  @TempDir private Path directory;

  private static Sample sample(int second, OptionalDouble heapMib) {
    var tally = new Tally();
    tally.committed();
    tally.acknowledged(second * NANOS_PER_MILLI);
    tally.delivered(second * NANOS_PER_MILLI);
    return new Sample(
        second, "soak", 1, tally.take(), 0, 10, 2, 200 + second, 40, 30, 5, heapMib, 0.5, 0.2);
  }

  @Test
  void soak_namesTheLinesAndTheAxesOfEachPicture() throws Exception {
    Plots.soak(
        IntStream.rangeClosed(1, 600)
            .mapToObj(i -> sample(i, i % 60 == 0 ? OptionalDouble.of(90) : OptionalDouble.empty()))
            .toList(),
        directory);

    assertThat(text("soak-acknowledgement.svg")).contains("p50", "p99", "p99.9", "ms", "minutes");
    assertThat(text("soak-delivery.svg")).contains("From due to delivered", "p99.9");
    assertThat(text("soak-memory.svg")).contains("resident", "live heap", "MiB");
    assertThat(text("soak-files.svg")).contains("files", "threads");
  }

  @Test
  void overload_withoutLooksAtTheHeap_drawsTheMemoryThatIsKnown() throws Exception {
    Plots.overload(
        List.of(sample(1, OptionalDouble.empty()), sample(2, OptionalDouble.empty())), directory);

    assertThat(text("overload-goodput.svg")).contains("due", "stored", "events/s");
    assertThat(text("overload-latency.svg")).contains("From due to acknowledged", "p99");
    assertThat(text("overload-memory.svg")).contains("MiB").doesNotContain("live heap");
  }

  private String text(String file) throws Exception {
    var svg =
        DocumentBuilderFactory.newDefaultNSInstance()
            .newDocumentBuilder()
            .parse(directory.resolve(file).toFile());
    return svg.getDocumentElement().getTextContent();
  }
}
