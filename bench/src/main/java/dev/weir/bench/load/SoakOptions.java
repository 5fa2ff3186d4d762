package dev.weir.bench.load;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How the soak runs.
@Command(
    name = "weir bench --soak",
    description =
        "Finds out how many events a second this machine can take with so many clients, five to a"
            + " store, then lets 70 %% of that come for an hour while clients come and go, lose"
            + " what they had, move to new stores and push behind each other's back. Holds every"
            + " store against what was acknowledged, and writes soak.md, soak.csv and plots. Exit"
            + " code 1 if something does not hold. Needs a built tree (./weir build) and three open"
            + " files a client (ulimit -n).")
final class SoakOptions extends LoadOptions {
  @Option(
      names = "--minutes",
      paramLabel = "N",
      converter = Positive.class,
      description = "How long, besides some minutes before. Default: ${DEFAULT-VALUE}")
  private int minutes = 60;

  SoakOptions() {
    super(1_000);
  }

  int minutes() {
    return minutes;
  }
}
