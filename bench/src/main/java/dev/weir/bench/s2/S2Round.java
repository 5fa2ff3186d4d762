package dev.weir.bench.s2;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One run of `s2 bench`: it appends records to a stream of its own for a while and follows that
/// stream at the same time; a moment later it reads it all again. It checks every record it reads
/// and that none is missing, so a figure stands for a right answer.
///
/// @param recordBytes metered size
/// @param targetMib how much it tries to append in a second
/// @param time how long it appends
record S2Round(int recordBytes, int targetMib, Duration time) {
  /// More than any server here can take.
  static final int UNLIMITED = 100_000;

  private static final Pattern THROUGHPUT =
      Pattern.compile("^(Write|Read|Catchup): ([0-9.]+) MiB/s", Pattern.MULTILINE);
  private static final Pattern LATENCIES =
      Pattern.compile(
          "^(p50|p99) *: +([0-9.]+)(ns|us|ms|s) +\\1 *: +([0-9.]+)(ns|us|ms|s)", Pattern.MULTILINE);

  record Result(
      double appendMib,
      double followMib,
      double catchUpMib,
      double ackP50Millis,
      double ackP99Millis,
      double endToEndP50Millis,
      double endToEndP99Millis) {}

  /// @throws IOException if the server fails a request or a record is not the one that was appended
  Result run(S2Cli cli, URI endpoint, String basin) throws IOException, InterruptedException {
    return parse(
        cli.run(
            endpoint,
            "bench",
            basin,
            "--record-size",
            "" + recordBytes,
            "--target-mibps",
            "" + targetMib,
            "--duration",
            time.toSeconds() + "s",
            "--catchup-delay",
            "1s"));
  }

  static Result parse(String output) throws IOException {
    var throughput = THROUGHPUT.matcher(output);
    var append = Double.parseDouble(next(throughput, "Write", output).group(2));
    var follow = Double.parseDouble(next(throughput, "Read", output).group(2));
    var catchUp = Double.parseDouble(next(throughput, "Catchup", output).group(2));
    var latencies = LATENCIES.matcher(output);
    var p50 = next(latencies, "p50", output).toMatchResult();
    var p99 = next(latencies, "p99", output).toMatchResult();
    return new Result(
        append,
        follow,
        catchUp,
        millis(p50.group(2), p50.group(3)),
        millis(p99.group(2), p99.group(3)),
        millis(p50.group(4), p50.group(5)),
        millis(p99.group(4), p99.group(5)));
  }

  private static Matcher next(Matcher matcher, String what, String output) throws IOException {
    while (matcher.find()) {
      if (matcher.group(1).equals(what)) {
        return matcher;
      }
    }
    throw new IOException("s2 bench printed no line for " + what + ":\n" + output);
  }

  private static double millis(String number, String unit) {
    var value = Double.parseDouble(number);
    return switch (unit) {
      case "ns" -> value / 1e6;
      case "us" -> value / 1e3;
      case "ms" -> value;
      default -> value * 1e3;
    };
  }
}
