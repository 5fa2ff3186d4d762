package dev.weir.bench.figures;

import dev.weir.bench.plot.Axis;
import dev.weir.bench.plot.BarPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The figures as a table of text, filled line by line.
public final class Report {
  private static final String ROW = "%-62s %26s %26s %8s%n";
  private final StringBuilder text = new StringBuilder();
  private final String heading;
  private final String other;
  private final List<PartResult.Table> tables = new ArrayList<>();
  private final List<BarPlot.Group> advantages = new ArrayList<>();
  private List<List<String>> rows = new ArrayList<>();
  private String sectionName = "";
  private String figureName = "";

  /// @param heading what is measured
  /// @param other what Weir is measured beside
  public Report(String heading, int rounds, Duration time, String other) {
    this.heading = heading;
    this.other = other;
    text.append(heading).append(System.lineSeparator());
    text.append(
        "%s %s, %d processors, Java %s; %d rounds of %d s each, taken in turns%n"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                rounds,
                time.toSeconds()));
    text.append(
        "Figures: median (lowest-highest) of the rounds; ratio: weir / %s%n%n".formatted(other));
    text.append(ROW.formatted("", "weir", other, "ratio"));
  }

  public void section(String what) {
    text.append("%n%s%n".formatted(what));
    endTable();
    sectionName = what;
  }

  public void compare(String what, Spread weir, Spread other) {
    var ratio = Spread.number(weir.median() / other.median());
    text.append(ROW.formatted(what, weir.text(), other.text(), ratio));
    rows.add(List.of(what, weir.text(), other.text(), ratio));
    addAdvantage(what, weir.median() / other.median());
  }

  /// Of rates more is better, of times and memory less.
  private void addAdvantage(String what, double ratio) {
    if (!what.startsWith(" ")) {
      figureName = shortened(what);
    }
    var unit = what.replaceAll("\\(.*\\)", ""); // in parentheses is what was done
    var rate = unit.contains("/s");
    var sameOnceMore = unit.strip().equals("MiB/s");
    if (ratio > 0
        && !sameOnceMore
        && (rate || unit.contains(", ms") || unit.contains(", s") || unit.contains("MiB"))) {
      var name = what.startsWith(" ") ? figureName + ": " + what.strip() : what;
      var full = sectionName.isEmpty() ? name : shortened(sectionName) + ": " + name;
      advantages.add(new BarPlot.Group(full, Map.of("weir", rate ? ratio : 1 / ratio)));
    }
  }

  /// Up to the first colon, parenthesis or comma but those of numbers.
  private static String shortened(String name) {
    return name.replaceAll("(:|, |\\().*", "").strip();
  }

  private void endTable() {
    if (!rows.isEmpty()) {
      tables.add(new PartResult.Table(sectionName, List.of("", "weir", other, ""), rows));
      rows = new ArrayList<>();
    }
  }

  /// Says whether a ratio of medians is as it is meant to be.
  public void goal(String what, double ratio, boolean met) {
    text.append(
        "%-60s ratio %-8s %s%n".formatted(what, Spread.number(ratio), met ? "met" : "missed"));
    rows.add(List.of("*" + what.strip() + "*", "", "", Spread.number(ratio) + verdict(met)));
  }

  /// Says whether a figure is as it is meant to be.
  public void bound(String what, double figure, boolean met) {
    text.append("%-60s %-14s %s%n".formatted(what, Spread.number(figure), met ? "met" : "missed"));
    rows.add(List.of("*" + what.strip() + "*", Spread.number(figure), "", verdict(met).strip()));
  }

  private static String verdict(boolean met) {
    return met ? " met" : " missed";
  }

  public void alone(String what, String figure) {
    text.append(ROW.formatted(what, figure, "", ""));
    rows.add(List.of(what, figure, "", ""));
  }

  /// Shows it, and writes it to a file.
  public void write(Path file) throws IOException {
    Files.writeString(file, toString());
    System.out.printf("%n%s%nWritten to %s%n", this, file);
  }

  /// The same for the report of all benchmarks.
  ///
  /// @param name the plot's file
  public PartResult result(String name, String... notes) {
    endTable();
    var plot =
        new BarPlot(
            "How many times better weir is than " + other,
            Axis.logarithmic("times as fast, or as little time or memory (1: equal)"),
            advantages);
    return new PartResult(
        heading,
        tables,
        List.of(),
        advantages.isEmpty() ? List.of() : List.of(new PartResult.Bars(name, plot)),
        List.of(notes));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
