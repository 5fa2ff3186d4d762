package dev.weir.bench.s2;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.bench.figures.Report;
import dev.weir.bench.figures.Spread;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.NpmProject;
import dev.weir.bench.run.Scratch;
import dev.weir.bench.run.ServerProcess;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The benchmark of the SDK: ours beside S2's TypeScript SDK, and beside `s2 bench`, which is S2's
/// Rust SDK, where that program is found. All put their load on the same server, in turns, each in
/// a process of its own that first runs unmeasured.
public final class SdkSideBySide {
  private static final BasinName BASIN = new BasinName("bench-basin");
  private static final int[] RECORD_BYTES = {100, 1024, 64 * 1024};
  private static final int LEAST_CLI_BYTES = 128;
  private static final long PATIENCE_SECONDS = 300;

  private static final String NO_RUST = "Left out: Rust, as no program `s2` was found.";
  private final SdkOptions options;
  private final Optional<S2Cli> cli;
  private final Report report;
  private int streams;

  private SdkSideBySide(SdkOptions options, Path home) {
    this.options = options;
    this.cli = S2Cli.find(options.cli()).map(program -> new S2Cli(program, home));
    this.report =
        new Report(
            "Weir's S2 SDK beside S2's own, on one server, over loopback",
            options.rounds().count(),
            options.rounds().time(),
            "the other");
  }

  /// What one load measured.
  private record Load(double records, double seconds, double p50Millis, double p99Millis) {
    double recordsPerSecond() {
      return records / seconds;
    }
  }

  /// Runs the benchmark, prints its report, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(BenchCommand.run(new SdkOptions(), args, SdkSideBySide::run));
  }

  private static int run(SdkOptions options) throws IOException, InterruptedException {
    NpmProject.install(options.root().resolve("bench/sdk-typescript"));
    try (var home = Scratch.in(options.root())) {
      new SdkSideBySide(options, home.directory()).measure();
    }
    return 0;
  }

  private void measure() throws IOException, InterruptedException {
    if (options.endpoint().isPresent()) {
      measure(options.endpoint().get());
    } else {
      try (var server = ServerProcess.weir(options.root(), "--memory")) {
        measure(URI.create("http://" + server.endpoint().getAuthority()));
      }
    }
    var target = Files.createDirectories(options.root().resolve("bench/target"));
    report.write(target.resolve("report-sdk.txt"));
    var notes = cli.isPresent() ? new String[0] : new String[] {NO_RUST};
    options.output().write(report.result("sdk", notes));
  }

  private void measure(URI server) throws IOException, InterruptedException {
    try (var s2 = S2Client.connect(S2ClientConfig.at(server.toString()))) {
      s2.ensureBasin(BASIN, BasinConfig.DEFAULT);
    }
    for (int bytes : RECORD_BYTES) {
      beside(server, bytes);
      if (cli.isPresent()) {
        besideRust(server, cli.get(), bytes);
      }
    }
    report.section("single appends of 1024 bytes, one after the other: java, typescript");
    var ours = new ArrayList<Load>();
    var theirs = new ArrayList<Load>();
    for (int round = 0; round < options.rounds().count(); round++) {
      ours.add(run(server, java("latency", server, newStream(), 1024)));
      theirs.add(run(server, typescript("latency", server, newStream(), 1024)));
    }
    report.compare("p50, ms", Spread.of(ours, Load::p50Millis), Spread.of(theirs, Load::p50Millis));
    report.compare("p99, ms", Spread.of(ours, Load::p99Millis), Spread.of(theirs, Load::p99Millis));
  }

  private void beside(URI server, int bytes) throws IOException, InterruptedException {
    var appends = List.of(new ArrayList<Load>(), new ArrayList<Load>());
    var reads = List.of(new ArrayList<Load>(), new ArrayList<Load>());
    for (int round = 0; round < options.rounds().count(); round++) {
      System.out.printf("%d bytes, round %d ...%n", bytes, round + 1);
      for (int sdk = 0; sdk < 2; sdk++) {
        String stream = newStream();
        appends.get(sdk).add(run(server, command(sdk, "append", server, stream, bytes)));
        // Both read what the same one wrote.
        reads.get(sdk).add(run(server, command(sdk, "read", server, stream, bytes)));
        delete(server, stream);
      }
    }
    report.section("records of " + bytes + " bytes: java, typescript");
    compare("append session", bytes, appends.get(0), appends.get(1));
    compare("read session", bytes, reads.get(0), reads.get(1));
    atLeast("append", 2, appends.get(0), appends.get(1));
    atLeast("read", 2, reads.get(0), reads.get(1));
  }

  /// `s2 bench` follows its stream while it appends, so ours does the same here; then it reads all.
  private void besideRust(URI server, S2Cli rust, int bytes)
      throws IOException, InterruptedException {
    int size = Math.max(bytes, LEAST_CLI_BYTES);
    var round = new S2Round(size, S2Round.UNLIMITED, options.rounds().time());
    var ours = new ArrayList<Load>();
    var reads = new ArrayList<Load>();
    var theirs = new ArrayList<S2Round.Result>();
    for (int i = 0; i < options.rounds().count(); i++) {
      System.out.printf("%d bytes beside s2 bench, round %d ...%n", size, i + 1);
      String stream = newStream();
      ours.add(run(server, java("follow", server, stream, size - 8)));
      reads.add(run(server, java("read", server, stream, size - 8)));
      delete(server, stream);
      theirs.add(round.run(rust, server, BASIN.value()));
    }
    report.section("records of " + size + " metered bytes: java, rust (s2 bench)");
    var append = Spread.of(theirs, S2Round.Result::appendMib);
    var catchUp = Spread.of(theirs, S2Round.Result::catchUpMib);
    var oursMib = Spread.of(ours, load -> mib(load, size));
    var readMib = Spread.of(reads, load -> mib(load, size));
    report.compare("append, MiB/s (followed at the same time)", oursMib, append);
    report.compare("catch-up read, MiB/s", readMib, catchUp);
    goal("append at least 0.8 of rust's", oursMib.median() / append.median(), 0.8);
    goal("read at least 0.8 of rust's", readMib.median() / catchUp.median(), 0.8);
  }

  private void compare(String what, int bytes, List<Load> ours, List<Load> theirs) {
    report.compare(
        what + ", records/s",
        Spread.of(ours, Load::recordsPerSecond),
        Spread.of(theirs, Load::recordsPerSecond));
    report.compare(
        "  MiB/s",
        Spread.of(ours, load -> mib(load, bytes)),
        Spread.of(theirs, load -> mib(load, bytes)));
  }

  private void atLeast(String what, double factor, List<Load> ours, List<Load> theirs) {
    double ratio =
        Spread.of(ours, Load::recordsPerSecond).median()
            / Spread.of(theirs, Load::recordsPerSecond).median();
    goal(what + " at least " + factor + " of typescript's", ratio, factor);
  }

  private void goal(String what, double ratio, double least) {
    report.goal(what, ratio, ratio >= least);
  }

  private static double mib(Load load, int bytes) {
    return load.recordsPerSecond() * bytes / (1024 * 1024);
  }

  private List<String> command(int sdk, String mode, URI server, String stream, int bytes) {
    return sdk == 0 ? java(mode, server, stream, bytes) : typescript(mode, server, stream, bytes);
  }

  private List<String> java(String mode, URI server, String stream, int bytes) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                SdkLoad.class.getName()));
    command.addAll(arguments(mode, server, stream, bytes));
    return command;
  }

  private List<String> typescript(String mode, URI server, String stream, int bytes) {
    var load = options.root().resolve("bench/sdk-typescript/load.mjs").toString();
    var command = new ArrayList<>(List.of("node", load));
    command.addAll(arguments(mode, server, stream, bytes));
    return command;
  }

  private List<String> arguments(String mode, URI server, String stream, int bytes) {
    var seconds = options.rounds().time().toSeconds();
    return List.of(server.toString(), BASIN.value(), stream, mode, "" + bytes, "" + seconds);
  }

  private String newStream() {
    return "sdk-" + ++streams;
  }

  private static Load run(URI server, List<String> command)
      throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("a load on " + server + " failed:\n" + output);
    }
    return output
        .lines()
        .filter(line -> line.startsWith("RESULT "))
        .findFirst()
        .map(line -> line.split(" ", -1))
        .map(words ->
            new Load(
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4])))
        .orElseThrow(() -> new IOException("a load said nothing:\n" + output));
  }

  private static void delete(URI server, String stream) {
    try (var s2 = S2Client.connect(S2ClientConfig.at(server.toString()))) {
      var basin = s2.basin(BASIN);
      basin.deleteStream(new StreamName(stream));
      basin.deleteStream(new StreamName(stream + "-warm"));
    }
  }
}
