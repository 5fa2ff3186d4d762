package dev.weir.bench.load;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How the overload runs.
@Command(
    name = "weir bench --overload",
    description =
        "Finds out how many events a second this machine can take with so many clients, four to a"
            + " store, then offers half of that, all of it, twice, three times as much and half"
            + " again, and writes overload.md, overload.csv and plots. Each client has one push of"
            + " one event under way at most, and follows its store live. Exit code 1 if something"
            + " does not hold. Needs a built tree (./weir build) and three open files a client"
            + " (ulimit -n). Takes about nine minutes.")
final class OverloadOptions extends LoadOptions {
  @Option(
      names = "--step",
      paramLabel = "N",
      converter = Positive.class,
      description = "Seconds of each step. Default: ${DEFAULT-VALUE}")
  private int stepSeconds = 60;

  OverloadOptions() {
    super(4_000);
  }

  int stepSeconds() {
    return stepSeconds;
  }
}
