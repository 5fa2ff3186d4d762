package dev.weir.bench;

import java.nio.file.Path;
import java.time.Duration;

/// How the benchmark runs.
///
/// @param root the checkout, with `weir` and `bench/`
/// @param rounds rounds per figure and server
/// @param time of one round
/// @param starts how often the program is started to time it
record Options(Path root, int rounds, Duration time, int starts) {
  static final String USAGE =
      """
      Usage: SideBySide [options]

      Measures Weir beside the API proxy of LiveStore's documentation in front of the same S2 API, on this machine and
      over loopback alone, and writes the figures to bench/target/report.txt. Needs a built tree (./weir build) and Node
      with npm. Takes about three minutes.

        --quick        one short round each, to see that it works; the figures mean little
        --rounds N     rounds per figure and server (default 3); the report shows median, lowest and highest
        --seconds N    the length of a round (default 4)
        --root DIR     the checkout (default: the current directory)
        --help         this text
      """;

  static Options parse(String... args) {
    var options = new Options(Path.of("").toAbsolutePath(), 3, Duration.ofSeconds(4), 9);
    for (var i = 0; i < args.length; i++) {
      options =
          switch (args[i]) {
            case "--quick" -> new Options(options.root, 1, Duration.ofSeconds(1), 3);
            case "--rounds" ->
                new Options(options.root, number(args, ++i), options.time, options.starts);
            case "--seconds" -> {
              var time = Duration.ofSeconds(number(args, ++i));
              yield new Options(options.root, options.rounds, time, options.starts);
            }
            case "--root" -> {
              var root = Path.of(value(args, ++i)).toAbsolutePath();
              yield new Options(root, options.rounds, options.time, options.starts);
            }
            default -> throw new IllegalArgumentException("unknown option " + args[i]);
          };
    }
    return options;
  }

  private static int number(String[] args, int i) {
    var text = value(args, i);
    if (!text.matches("[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException(
          args[i - 1] + " needs a number from 1 to 999, not " + text);
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
