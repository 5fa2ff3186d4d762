package dev.weir.bench.report;

import dev.weir.bench.figures.PartResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The page of all figures that a directory has, with its plots.
final class ReportPage {
  private final Path directory;
  private final StringBuilder text = new StringBuilder();

  ReportPage(Path directory) {
    this.directory = directory;
  }

  static Path figures(Path directory, Part part) {
    return directory.resolve(part.id() + ".json");
  }

  static Path taken(Path directory, Part part) {
    return directory.resolve(part.id() + ".taken.json");
  }

  /// Writes `report.md` and the plots.
  void write() throws IOException {
    line("# Performance report");
    line("");
    line(
        "Made by `./weir bench --report`; `bench/README.md` says what each part measures and how.");
    line("");
    var parts = new EnumMap<Part, Taken>(Part.class);
    for (var part : Part.values()) {
      if (Files.exists(figures(directory, part))) {
        Taken.read(taken(directory, part)).ifPresent(taken -> parts.put(part, taken));
      }
    }
    runs(parts);
    for (var part : parts.keySet()) {
      part(PartResult.read(figures(directory, part)));
    }
    Files.writeString(directory.resolve("report.md"), text);
  }

  private void runs(Map<Part, Taken> parts) {
    var machines = new TreeMap<String, List<String>>();
    line("| part | taken (UTC) | commit | took | busy before | |");
    line("|---|---|---|---|---|---|");
    parts.forEach((part, taken) -> {
      row(
          List.of(
              part.id(),
              taken.at(),
              taken.commit(),
              taken.seconds() + " s",
              String.format(Locale.ROOT, "%.2f", taken.busyBefore()),
              taken.quick() ? "a quick look: its figures mean little" : ""));
      var facts = new ArrayList<String>();
      taken.machine().forEach((name, fact) -> facts.add(name + ": " + fact));
      machines
          .computeIfAbsent(String.join("; ", facts), unused -> new ArrayList<>())
          .add(part.id());
    });
    line("");
    machines.forEach((machine, ids) -> {
      var which = machines.size() == 1 ? "" : " (" + String.join(", ", ids) + ")";
      line("Machine" + which + ": " + machine + ".");
      line("");
    });
    line(
        "Load and servers share the processors, over loopback. *Busy before* is how many processors"
            + " others used in the five seconds before a part began; above 0.2, its times are worth"
            + " little.");
    line("");
  }

  private void part(PartResult result) throws IOException {
    line("## " + result.heading());
    line("");
    for (var note : result.notes()) {
      line(note);
      line("");
    }
    for (var plot : result.lines()) {
      plot.plot().write(picture(plot.name(), plot.plot().title()));
    }
    for (var plot : result.bars()) {
      plot.plot().write(picture(plot.name(), plot.plot().title()));
    }
    for (var table : result.tables()) {
      table(table);
    }
  }

  private Path picture(String name, String title) {
    line("![%s](%s.svg)".formatted(title, name));
    line("");
    return directory.resolve(name + ".svg");
  }

  private void table(PartResult.Table table) {
    if (!table.title().isEmpty()) {
      line("### " + table.title());
      line("");
    }
    row(table.columns());
    row(Collections.nCopies(table.columns().size(), "---"));
    table.rows().forEach(this::row);
    line("");
  }

  private void row(List<String> cells) {
    line("| " + String.join(" | ", cells.stream().map(ReportPage::cell).toList()) + " |");
  }

  private static String cell(String cell) {
    return cell.strip().replace("|", "\\|");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
