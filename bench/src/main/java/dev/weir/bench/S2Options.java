package dev.weir.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the benchmark beside s2-lite runs.
///
/// @param root the checkout, with `weir`
/// @param cli the `s2` program, where it was named
/// @param rounds rounds per figure and server
/// @param time of one round
/// @param recordBytes the metered size of a record
record S2Options(Path root, Optional<Path> cli, int rounds, Duration time, int recordBytes) {
  static final String USAGE =
      """
      Usage: weir bench --s2 [options]

      Measures Weir's S2 API beside s2-lite, S2's own server, with S2's own load generator (`s2 bench`), on this machine
      and over loopback alone: durable beside durable on the same disk, memory beside memory. Writes the figures to
      bench/target/report-s2.txt. Needs a built tree (./weir build) and the program `s2` (cargo install --locked s2-cli).

        --cli FILE     the program `s2` (default: $S2_CLI, then `s2` on the PATH)
        --quick        one short round each, to see that it works; the figures mean little
        --rounds N     rounds per figure and server (default 5); the report shows median, lowest and highest
        --seconds N    how long a round appends (default 5)
        --record N     the metered size of a record in bytes, 128 to 999999 (default 8192)
        --root DIR     the checkout (default: the current directory)
        --help         this text
      """;

  static S2Options parse(String... args) {
    var options =
        new S2Options(
            Path.of("").toAbsolutePath(), Optional.empty(), 5, Duration.ofSeconds(5), 8 * 1024);
    for (var i = 0; i < args.length; i++) {
      options =
          switch (args[i]) {
            case "--quick" -> options.withRounds(1).withTime(Duration.ofSeconds(1));
            case "--cli" -> options.withCli(Path.of(value(args, ++i)).toAbsolutePath());
            case "--rounds" -> options.withRounds(number(args, ++i, 1, 999));
            case "--seconds" -> options.withTime(Duration.ofSeconds(number(args, ++i, 1, 999)));
            case "--record" -> options.withRecordBytes(number(args, ++i, 128, 999_999));
            case "--root" -> options.withRoot(Path.of(value(args, ++i)).toAbsolutePath());
            default -> throw new IllegalArgumentException("unknown option " + args[i]);
          };
    }
    return options;
  }

  private S2Options withRoot(Path newRoot) {
    return new S2Options(newRoot, cli, rounds, time, recordBytes);
  }

  private S2Options withCli(Path file) {
    return new S2Options(root, Optional.of(file), rounds, time, recordBytes);
  }

  private S2Options withRounds(int count) {
    return new S2Options(root, cli, count, time, recordBytes);
  }

  private S2Options withTime(Duration length) {
    return new S2Options(root, cli, rounds, length, recordBytes);
  }

  private S2Options withRecordBytes(int bytes) {
    return new S2Options(root, cli, rounds, time, bytes);
  }

  private static int number(String[] args, int i, int lowest, int highest) {
    var text = value(args, i);
    if (text.matches("\\d{1,6}")) {
      var number = Integer.parseInt(text);
      if (number >= lowest && number <= highest) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "%s needs a number from %d to %d, not %s".formatted(args[i - 1], lowest, highest, text));
  }

  private static String value(String[] args, int i) {
    if (i == args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }
}
