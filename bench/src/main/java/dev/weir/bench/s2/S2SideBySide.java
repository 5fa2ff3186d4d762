package dev.weir.bench.s2;

import dev.weir.bench.figures.PartResult;
import dev.weir.bench.figures.Report;
import dev.weir.bench.figures.Spread;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The benchmark of the S2 API: Weir and s2-lite, in turns, in one run, under S2's own load
/// generator.
public final class S2SideBySide {
  /// Few enough that nothing queues, so that what is measured is the server's own latency.
  private static final int PACED_MIB = 1;

  private static final int WARM_UPS = 2;

  private record Turns(List<S2Round.Result> ours, List<S2Round.Result> theirs) {
    private double ratio(ToDoubleFunction<S2Round.Result> figure) {
      return Spread.of(ours, figure).median() / Spread.of(theirs, figure).median();
    }
  }

  private final S2Options options;
  private final S2Cli cli;
  private final Report report;
  private final Path scratch;
  private double anewPeakMib;

  private S2SideBySide(S2Options options, S2Cli cli, Path scratch)
      throws IOException, InterruptedException {
    this.options = options;
    this.cli = cli;
    this.scratch = scratch;
    var heading =
        "Weir's S2 API beside s2-lite (%s), load by `s2 bench`, records of %d bytes"
            .formatted(cli.version(), options.recordBytes());
    this.report = new Report(heading, options.rounds().count(), options.rounds().time(), "s2-lite");
  }

  /// Runs the benchmark, prints its report, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(
        BenchCommand.run(
            new S2Options(),
            args,
            options -> {
              var program = S2Cli.find(options.cli());
              return program.isPresent() ? run(options, program.get()) : withoutProgram(options);
            }));
  }

  private static int withoutProgram(S2Options options) throws IOException {
    System.err.println(
        "No program `s2` found. Install it with `cargo install --locked s2-cli` (Rust; it compiles"
            + " for a quarter of an hour), then put it on the PATH or name it with --cli FILE.");
    options
        .output()
        .write(
            new PartResult(
                "Weir's S2 API beside s2-lite",
                List.of(),
                List.of(),
                List.of(),
                List.of("Left out: no program `s2` was found.")));
    return options.output().json().isPresent() ? 0 : 2;
  }

  private static int run(S2Options options, Path program) throws IOException, InterruptedException {
    var target = Files.createDirectories(options.root().resolve("bench/target"));
    try (var work = Scratch.in(options.root())) {
      var scratch = work.directory();
      var cli = new S2Cli(program, Files.createDirectory(scratch.resolve("home")));
      var bench = new S2SideBySide(options, cli, scratch);
      bench.measure();
      bench.report.write(target.resolve("report-s2.txt"));
      options.output().write(bench.report.result("s2"));
    }
    return 0;
  }

  private void measure() throws IOException, InterruptedException {
    say("the disk itself");
    var limits = DiskLimits.measure(scratch, options.recordBytes(), Duration.ofSeconds(3));
    report.section("durable, on the same disk");
    var durable =
        measure(Optional.of(scratch.resolve("weir")), Optional.of(scratch.resolve("lite")));
    report.section("in memory");
    var memory = measure(Optional.empty(), Optional.empty());
    report.section("what the disk allows (one write of a record and its fsync; one long file)");
    var syncedMillis = limits.syncedWrite().median();
    report.compare(
        "ack p50 / synced write (%s ms)".formatted(Spread.number(syncedMillis)),
        Spread.of(durable.paced().ours(), result -> result.ackP50Millis() / syncedMillis),
        Spread.of(durable.paced().theirs(), result -> result.ackP50Millis() / syncedMillis));
    report.compare(
        "append / sequential write (%s MiB/s)".formatted(Spread.number(limits.sequentialMib())),
        Spread.of(durable.full().ours(), result -> result.appendMib() / limits.sequentialMib()),
        Spread.of(durable.full().theirs(), result -> result.appendMib() / limits.sequentialMib()));
    report.section("goals");
    var ack = durable.paced().ratio(S2Round.Result::ackP50Millis);
    report.goal("durable ack p50 at most a fifth of s2-lite's", ack, ack <= 0.2);
    atLeastEqual("durable append", durable.full().ratio(S2Round.Result::appendMib));
    atLeastEqual("durable catch-up read", durable.full().ratio(S2Round.Result::catchUpMib));
    atLeastEqual("append in memory", memory.full().ratio(S2Round.Result::appendMib));
    atLeastEqual("catch-up read in memory", memory.full().ratio(S2Round.Result::catchUpMib));
  }

  private void atLeastEqual(String what, double ratio) {
    report.goal(what + " at least as fast as s2-lite's", ratio, ratio >= 1);
  }

  private record Measured(Turns paced, Turns full) {}

  private Measured measure(Optional<Path> weirData, Optional<Path> liteData)
      throws IOException, InterruptedException {
    var mode = weirData.isPresent() ? "durable" : "memory";
    try (var weir = S2Server.weir(options.root(), cli, weirData);
        var lite = S2Server.lite(cli, liteData, scratch.resolve("lite-" + mode + ".log"))) {
      warmUp(mode, weir, lite);
      var paced = rounds(mode + ", " + PACED_MIB + " MiB/s", PACED_MIB, weir::run, lite::run);
      compare("ack p50, ms (%d MiB/s)".formatted(PACED_MIB), paced, S2Round.Result::ackP50Millis);
      compare("  ack p99, ms", paced, S2Round.Result::ackP99Millis);
      compare("  append -> follower p50, ms", paced, S2Round.Result::endToEndP50Millis);
      compare("  append -> follower p99, ms", paced, S2Round.Result::endToEndP99Millis);
      var fullSpeed = mode + ", as fast as it goes";
      var full =
          liteData.isPresent()
              ? rounds(fullSpeed, S2Round.UNLIMITED, weir::run, lite::run)
              : rounds(fullSpeed, S2Round.UNLIMITED, weir::run, this::runAnew);
      compare("append, MiB/s (as fast as it goes)", full, S2Round.Result::appendMib);
      compare("  followed at the same time, MiB/s", full, S2Round.Result::followMib);
      compare("  catch-up read, MiB/s", full, S2Round.Result::catchUpMib);
      compare("  ack p50, ms", full, S2Round.Result::ackP50Millis);
      compare("  ack p99, ms", full, S2Round.Result::ackP99Millis);
      report.compare(
          "peak memory, MiB",
          new Spread(List.of(weir.peakMib())),
          new Spread(List.of(Math.max(lite.peakMib(), anewPeakMib))));
      return new Measured(paced, full);
    }
  }

  /// So that Weir's code is compiled when the paced rounds come, which alone would take minutes to
  /// have it so. The other server gets the same.
  private void warmUp(String mode, S2Server weir, S2Server lite)
      throws IOException, InterruptedException {
    var round = new S2Round(options.recordBytes(), S2Round.UNLIMITED, options.rounds().time());
    for (var i = 1; i <= WARM_UPS; i++) {
      say("%s, warm-up %d".formatted(mode, i));
      weir.run(round);
      lite.run(round);
    }
  }

  /// What runs a round on a server.
  private interface Side {
    S2Round.Result run(S2Round round) throws IOException, InterruptedException;
  }

  /// On an s2-lite of its own: in memory it keeps the records of streams that are gone until it
  /// ends, and a few rounds at full speed would not fit into the machine.
  private S2Round.Result runAnew(S2Round round) throws IOException, InterruptedException {
    try (var lite = S2Server.lite(cli, Optional.empty(), scratch.resolve("lite-anew.log"))) {
      var result = lite.run(round);
      anewPeakMib = Math.max(anewPeakMib, lite.peakMib());
      return result;
    }
  }

  /// One unmeasured round each, then the measured ones in turns, so that a slow moment of the
  /// machine does not meet only one of the two.
  private Turns rounds(String what, int targetMib, Side weir, Side lite)
      throws IOException, InterruptedException {
    var round = new S2Round(options.recordBytes(), targetMib, options.rounds().time());
    say(what + ", warm-up");
    weir.run(round);
    lite.run(round);
    var ours = new ArrayList<S2Round.Result>();
    var theirs = new ArrayList<S2Round.Result>();
    for (var i = 1; i <= options.rounds().count(); i++) {
      say("%s, round %d".formatted(what, i));
      ours.add(weir.run(round));
      theirs.add(lite.run(round));
    }
    return new Turns(ours, theirs);
  }

  private void compare(String what, Turns rounds, ToDoubleFunction<S2Round.Result> figure) {
    report.compare(what, Spread.of(rounds.ours(), figure), Spread.of(rounds.theirs(), figure));
  }

  private static void say(String step) {
    System.out.println(step + " ...");
  }
}
