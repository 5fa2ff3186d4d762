package dev.weir.bench.proxy;

import dev.weir.bench.run.Checkout;
import dev.weir.bench.run.Output;
import dev.weir.bench.run.Range;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How the benchmark of many clients and long stores runs.
@Command(
    name = "weir bench --scale",
    description =
        "Measures Weir with many clients and long stores, beside the API proxy of LiveStore's"
            + " documentation in front of the same S2 API, on this machine and over loopback alone,"
            + " and writes the figures to bench/target/report-scale.txt. Needs a built tree (./weir"
            + " build), Node with npm, and 21,000 open files (ulimit -n). Takes about six minutes.")
final class ScaleOptions {
  static final class To99 extends Range {
    To99() {
      super(1, 99);
    }
  }

  /// How much there is of everything.
  ///
  /// @param rounds rounds per figure
  /// @param time of a round of pushes
  /// @param warmup events before those that are measured, for each crowd
  /// @param events measured events for each crowd
  /// @param live clients of one store beside the original
  /// @param idle clients whose memory is measured
  /// @param stores that as many clients are spread over
  /// @param history events of the store that one client catches up on; a tenth for many clients
  /// @param catchingUp clients that catch up at once
  record Size(
      int rounds,
      Duration time,
      int warmup,
      int events,
      int live,
      int idle,
      int stores,
      int history,
      int catchingUp) {}

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = To99.class,
      description =
          "Rounds per figure; the report shows median, lowest and highest. Default:"
              + " ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(
      names = "--quick",
      description =
          "Everything once, whatever else is given, and a tenth as large, to see that it works; the"
              + " figures mean little")
  private boolean quick;

  @Mixin private Checkout checkout = new Checkout();
  @Mixin private Output output = new Output();

  Path root() {
    return checkout.root();
  }

  Output output() {
    return output;
  }

  Size size() {
    return quick
        ? new Size(1, Duration.ofSeconds(1), 3, 5, 100, 1_000, 100, 100_000, 10)
        : new Size(rounds, Duration.ofSeconds(4), 30, 50, 1_000, 10_000, 1_000, 1_000_000, 100);
  }
}
