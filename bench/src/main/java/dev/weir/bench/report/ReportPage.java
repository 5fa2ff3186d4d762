package dev.weir.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
    var parts = new ArrayList<Part>();
    for (var part : Part.values()) {
      if (Files.exists(figures(directory, part)) && Files.exists(taken(directory, part))) {
        parts.add(part);
      }
    }
    runs(parts);
    for (var part : parts) {
      part(PartResult.read(figures(directory, part)));
    }
    Files.writeString(directory.resolve("report.md"), text);
  }

  private void runs(List<Part> parts) throws IOException {
    var machines = new TreeMap<String, List<String>>();
    line("| part | taken (UTC) | commit | took | load before | |");
    line("|---|---|---|---|---|---|");
    for (var part : parts) {
      var taken = Taken.read(taken(directory, part));
      row(
          List.of(
              part.id(),
              taken.at(),
              taken.commit(),
              taken.seconds() + " s",
              String.format(Locale.ROOT, "%.1f", taken.loadBefore()),
              taken.quick() ? "a quick look: its figures mean little" : ""));
      var facts = new ArrayList<String>();
      taken.machine().forEach((name, fact) -> facts.add(name + ": " + fact));
      machines
          .computeIfAbsent(String.join("; ", facts), unused -> new ArrayList<>())
          .add(part.id());
    }
    line("");
    machines.forEach((machine, ids) -> {
      var which = machines.size() == 1 ? "" : " (" + String.join(", ", ids) + ")";
      line("Machine" + which + ": " + machine + ".");
      line("");
    });
    line(
        "Load and servers share the processors, over loopback. *Load before* is the system's load"
            + " average of the minute before, in which the part above may have run: where that is not"
            + " so, it is what others did on the machine, and above 0.5 times are worth little.");
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
