package dev.weir.bench;

import java.nio.file.Path;
import java.time.Duration;

/// How much the benchmark of many clients and long stores does.
///
/// @param root the checkout, with `weir` and `bench/`
/// @param rounds rounds per figure
/// @param time of a round of pushes
/// @param warmup events before those that are measured, for each crowd
/// @param events measured events for each crowd
/// @param live clients of one store beside the original
/// @param idle clients whose memory is measured
/// @param stores that as many clients are spread over
/// @param history events of the store that one client catches up on; a tenth for many clients
/// @param catchingUp clients that catch up at once
record ScaleOptions(
    Path root,
    int rounds,
    Duration time,
    int warmup,
    int events,
    int live,
    int idle,
    int stores,
    int history,
    int catchingUp) {
  static final String USAGE =
      """
      Usage: Scale [options]

      Measures Weir with many clients and long stores, beside the API proxy of LiveStore's documentation in front of the
      same S2 API, on this machine and over loopback alone, and writes the figures to bench/target/report-scale.txt.
      Needs a built tree (./weir build), Node with npm, and 21,000 open files (ulimit -n). Takes about six minutes.

        --quick        everything once, a tenth as large, to see that it works; the figures mean little
        --rounds N     rounds per figure (default 3); the report shows median, lowest and highest
        --root DIR     the checkout (default: the current directory)
        --help         this text
      """;

  static ScaleOptions parse(String... args) {
    var root = Path.of("").toAbsolutePath();
    var rounds = 3;
    var quick = false;
    for (var i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--rounds" -> rounds = rounds(value(args, ++i));
        case "--root" -> root = Path.of(value(args, ++i)).toAbsolutePath();
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    return quick
        ? new ScaleOptions(root, 1, Duration.ofSeconds(1), 3, 5, 100, 1_000, 100, 100_000, 10)
        : new ScaleOptions(
            root, rounds, Duration.ofSeconds(4), 30, 50, 1_000, 10_000, 1_000, 1_000_000, 100);
  }

  private static int rounds(String text) {
    if (!text.matches("[1-9]\\d?")) {
      throw new IllegalArgumentException("--rounds needs a number from 1 to 99, not " + text);
    }
    return Integer.parseInt(text);
  }

  private static String value(String[] args, int i) {
    if (i == args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }
}
