package dev.weir.bench;

import java.time.Duration;

/// The figures as a table of text, filled line by line.
final class Report {
  private static final String ROW = "%-62s %26s %26s %8s%n";
  private final StringBuilder text = new StringBuilder();

  /// @param heading what is measured
  /// @param other what Weir is measured beside
  Report(String heading, int rounds, Duration time, String other) {
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

  void section(String what) {
    text.append("%n%s%n".formatted(what));
  }

  void compare(String what, Spread weir, Spread other) {
    var ratio = Spread.number(weir.median() / other.median());
    text.append(ROW.formatted(what, weir.text(), other.text(), ratio));
  }

  /// Says whether a ratio of medians is as it is meant to be.
  void goal(String what, double ratio, boolean met) {
    text.append(
        "%-60s ratio %-8s %s%n".formatted(what, Spread.number(ratio), met ? "met" : "missed"));
  }

  /// Says whether a figure is as it is meant to be.
  void bound(String what, double figure, boolean met) {
    text.append("%-60s %-14s %s%n".formatted(what, Spread.number(figure), met ? "met" : "missed"));
  }

  void alone(String what, String figure) {
    text.append(ROW.formatted(what, figure, "", ""));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
