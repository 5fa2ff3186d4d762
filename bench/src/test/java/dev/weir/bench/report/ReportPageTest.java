package dev.weir.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.bench.figures.PartResult;
import dev.weir.bench.plot.Axis;
import dev.weir.bench.plot.BarPlot;
import dev.weir.bench.plot.Line;
import dev.weir.bench.plot.LinePlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  @TempDir private Path directory;

  @Test
  void page_ofPartsThatAreThere_showsTheirTablesAndPlotsAndLeavesTheOthersOut() throws Exception {
    var line = new Line("weir", List.of(new Line.Point(1, 10), new Line.Point(1_000, 500)));
    var plot =
        new LinePlot("Pushes", Axis.logarithmic("clients"), Axis.linear("events/s"), List.of(line));
    var bars =
        new BarPlot(
            "Beside",
            Axis.linear("times"),
            List.of(new BarPlot.Group("push", Map.of("weir", 2.0))));
    new PartResult(
            "Series of clients",
            List.of(new PartResult.Table("a|b", List.of("x", "y"), List.of(List.of("1", "2 | 3")))),
            List.of(new PartResult.Lines("clients", plot)),
            List.of(new PartResult.Bars("beside", bars)),
            List.of("A note."))
        .write(ReportPage.figures(directory, Part.SCALE_CLIENTS));
    new Taken("2026-01-01T00:00Z", "1a2b3c4", true, 90, 0.5, Map.of("Java", "25"))
        .write(ReportPage.taken(directory, Part.SCALE_CLIENTS));

    new ReportPage(directory).write();

    assertThat(Files.readString(directory.resolve("report.md")))
        .contains("## Series of clients", "A note.", "![Pushes](clients.svg)", "| 1 | 2 \\| 3 |")
        .contains("| scale-clients | 2026-01-01T00:00Z | 1a2b3c4 | 90 s | 0.50 | a quick look")
        .contains("Machine: Java: 25.", "| busy before |", "above 0.2, its times are worth little")
        .doesNotContain("scale-stores");
    assertThat(Files.readString(directory.resolve("clients.svg"))).contains("<svg", "events/s");
    assertThat(directory.resolve("beside.svg")).exists();
  }

  @Test
  void page_ofAPartThatAnotherVersionWrote_leavesItOut() throws Exception {
    new PartResult("Beside", List.of(), List.of(), List.of(), List.of())
        .write(ReportPage.figures(directory, Part.PROXIES));
    Files.writeString(
        ReportPage.taken(directory, Part.PROXIES),
        """
        {"at": "2026-01-01T00:00Z", "commit": "1a2b3c4", "quick": true, "seconds": 90,
         "loadBefore": 0.5, "machine": {}}
        """);

    new ReportPage(directory).write();

    assertThat(Files.readString(directory.resolve("report.md")))
        .contains("# Performance report")
        .doesNotContain("Beside", "proxies");
  }

  @Test
  void busyProcessors_areNoMoreThanThereAre() {
    var unused = Machine.busyProcessors();

    assertThat(Machine.busyProcessors())
        .isBetween(0.0, (double) Runtime.getRuntime().availableProcessors());
  }

  @Test
  void parts_nameProgramsThatExist() {
    for (var part : Part.values()) {
      assertThat(part.program())
          .satisfies(program -> Class.forName(program).getMethod("main", String[].class));
    }
  }
}
