package dev.weir.bench.replica;

import dev.weir.bench.figures.PartResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// What was measured, each figure beside its goal and the npm client's for the same work.
final class Figures {
  private static final String ROW = "%-44s %14s %18s %14s  %s%n";

  private static final List<String> COLUMNS = List.of("", "goal", "replica", "npm client", "");

  private final List<List<String>> rows = new ArrayList<>();

  private record Goal(double value, boolean least) {
    boolean isMetBy(double figure) {
      return least ? figure >= value : figure <= value;
    }
  }

  /// Events a second, of which there should be at least `goal`.
  void rate(String what, long goal, double replica, String npm) {
    row(what, "%,.0f/s", new Goal(goal, true), replica, npm);
  }

  /// A time, of which there should be at most `goal`.
  void millis(String what, long goal, double replica, String npm) {
    row(what, "%,.0f ms", new Goal(goal, false), replica, npm);
  }

  /// A multiple of something, which should be at most `goal`.
  void ratio(String what, double goal, double replica) {
    row(what, "%.2f", new Goal(goal, false), replica, "");
  }

  private void row(String what, String format, Goal goal, double replica, String npm) {
    rows.add(
        List.of(
            what,
            (goal.least() ? ">= " : "<= ") + String.format(Locale.ROOT, format, goal.value()),
            String.format(Locale.ROOT, format, replica),
            npm,
            goal.isMetBy(replica) ? "met" : "missed"));
  }

  /// Something that has no goal.
  void plain(String what, String replica, String npm) {
    rows.add(List.of(what, "", replica, npm, ""));
  }

  /// Shows the table, and writes it to `report`.
  void write(Path report) throws IOException {
    var table = new StringBuilder(String.format(ROW, COLUMNS.toArray()));
    rows.forEach(row -> table.append(String.format(ROW, row.toArray())));
    System.out.printf("%n%s%nThe table is in %s%n", table, report);
    Files.writeString(report, table);
  }

  /// The same for the report of all benchmarks.
  PartResult result() {
    return new PartResult(
        "A replica beside the npm client",
        List.of(new PartResult.Table("", COLUMNS, rows)),
        List.of(),
        List.of(),
        List.of());
  }

  /// Says what is being done, and how it went.
  static <T> T step(String what, Callable<T> work) throws Exception {
    System.out.printf("%s ... ", what);
    System.out.flush();
    long start = System.nanoTime();
    T result = work.call();
    System.out.printf(Locale.ROOT, "%.1f s%n", (System.nanoTime() - start) / 1e9);
    return result;
  }
}
