package dev.weir.bench;

/// The figures as a table of text, filled line by line.
final class Report {
  private static final String ROW = "%-44s %26s %26s %8s%n";
  private final StringBuilder text = new StringBuilder();

  Report(Options options) {
    text.append(
        "Weir beside the API proxy of LiveStore's documentation, both on Weir's durable S2 API%n"
            .formatted());
    text.append(
        "%s %s, %d processors, Java %s; %d rounds of %d s each, taken in turns%n"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                options.rounds(),
                options.time().toSeconds()));
    text.append(
        "Figures: median (lowest-highest) of the rounds; ratio: weir / original%n%n".formatted());
    text.append(ROW.formatted("", "weir", "original", "ratio"));
  }

  void compare(String what, Spread weir, Spread original) {
    var ratio = Spread.number(weir.median() / original.median());
    text.append(ROW.formatted(what, weir.text(), original.text(), ratio));
  }

  void alone(String what, String figure) {
    text.append(ROW.formatted(what, figure, "", ""));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
