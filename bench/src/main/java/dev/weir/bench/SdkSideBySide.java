package dev.weir.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.bench.report.Output;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// The benchmark of the SDK: ours beside S2's TypeScript SDK, and beside `s2 bench`, which is S2's
/// Rust SDK, where that program is found. All put their load on the same server, in turns, each in
/// a process of its own that first runs unmeasured.
public final class SdkSideBySide {
  private static final BasinName BASIN = new BasinName("bench-basin");
  private static final int[] RECORD_BYTES = {100, 1024, 64 * 1024};
  private static final int LEAST_CLI_BYTES = 128;
  private static final long PATIENCE_SECONDS = 300;

  private static final String NO_RUST = "Left out: Rust, as no program `s2` was found.";
  private static final String USAGE =
      """
      Usage: java -cp ... dev.weir.bench.SdkSideBySide [options]

        --endpoint URL the server (default: starts ./weir up --memory, from a built tree)
        --cli FILE     the program `s2` (default: $S2_CLI, then `s2` on the PATH; without it, no Rust)
        --rounds N     rounds per figure (default 5)
        --seconds N    of one round (default 4)
        --root DIR     the checkout (default: the current directory)
      """;

  private final Path root;
  private final int rounds;
  private final int seconds;
  private final Optional<S2Cli> cli;
  private final Report report;
  private int streams;

  private SdkSideBySide(Path root, int rounds, int seconds, Optional<S2Cli> cli) {
    this.root = root;
    this.rounds = rounds;
    this.seconds = seconds;
    this.cli = cli;
    this.report =
        new Report(
            "Weir's S2 SDK beside S2's own, on one server, over loopback",
            rounds,
            Duration.ofSeconds(seconds),
            "the other");
  }

  /// What one load measured.
  private record Load(double records, double seconds, double p50Millis, double p99Millis) {
    double recordsPerSecond() {
      return records / seconds;
    }
  }

  /// Runs the benchmark and prints its report.
  ///
  /// @param args see the usage; exit code 2 for words that are not understood
  /// @throws IOException if the server does not start, or a load fails
  /// @throws InterruptedException if interrupted
  public static void main(String... args) throws IOException, InterruptedException {
    var output = Output.of(args);
    var words = output.words();
    var given = new java.util.HashMap<String, String>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      given.put(words.get(i), words.get(i + 1));
    }
    var known = List.of("--endpoint", "--cli", "--rounds", "--seconds", "--root");
    if (words.size() % 2 != 0 || !known.containsAll(given.keySet())) {
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    Path root = Path.of(given.getOrDefault("--root", "")).toAbsolutePath();
    try (var home = Scratch.in(root)) {
      measure(root, given, home.directory(), output);
    }
  }

  private static void measure(Path root, Map<String, String> given, Path home, Output output)
      throws IOException, InterruptedException {
    var cli =
        S2Cli.find(Optional.ofNullable(given.get("--cli")).map(Path::of))
            .map(program -> new S2Cli(program, home));
    var bench =
        new SdkSideBySide(
            root,
            Integer.parseInt(given.getOrDefault("--rounds", "5")),
            Integer.parseInt(given.getOrDefault("--seconds", "4")),
            cli);
    NpmProject.install(root.resolve("bench/sdk-typescript"));
    bench.measure(Optional.ofNullable(given.get("--endpoint")));
    var reportFile =
        Files.createDirectories(root.resolve("bench/target")).resolve("report-sdk.txt");
    Files.writeString(reportFile, bench.report.toString());
    System.out.printf("%n%s%nWritten to %s%n", bench.report, reportFile);
    var notes = cli.isPresent() ? new String[0] : new String[] {NO_RUST};
    output.write(bench.report.result("sdk", notes));
  }

  private void measure(Optional<String> endpoint) throws IOException, InterruptedException {
    if (endpoint.isPresent()) {
      measure(URI.create(endpoint.get()));
      return;
    }
    var command = List.of(root.resolve("weir").toString(), "up", "--port", "0", "--memory");
    try (var weir = ServerProcess.start(root, ServerProcess.LARGE_HEAP, command)) {
      measure(URI.create("http://" + weir.endpoint().getAuthority()));
    }
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
    for (int round = 0; round < rounds; round++) {
      ours.add(run(server, java("latency", server, newStream(), 1024)));
      theirs.add(run(server, typescript("latency", server, newStream(), 1024)));
    }
    report.compare("p50, ms", spread(ours, Load::p50Millis), spread(theirs, Load::p50Millis));
    report.compare("p99, ms", spread(ours, Load::p99Millis), spread(theirs, Load::p99Millis));
  }

  private void beside(URI server, int bytes) throws IOException, InterruptedException {
    var appends = List.of(new ArrayList<Load>(), new ArrayList<Load>());
    var reads = List.of(new ArrayList<Load>(), new ArrayList<Load>());
    for (int round = 0; round < rounds; round++) {
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
    var round = new S2Round(size, S2Round.UNLIMITED, Duration.ofSeconds(seconds));
    var ours = new ArrayList<Load>();
    var reads = new ArrayList<Load>();
    var theirs = new ArrayList<S2Round.Result>();
    for (int i = 0; i < rounds; i++) {
      System.out.printf("%d bytes beside s2 bench, round %d ...%n", size, i + 1);
      String stream = newStream();
      ours.add(run(server, java("follow", server, stream, size - 8)));
      reads.add(run(server, java("read", server, stream, size - 8)));
      delete(server, stream);
      theirs.add(round.run(rust, server, BASIN.value()));
    }
    report.section("records of " + size + " metered bytes: java, rust (s2 bench)");
    var append = new Spread(theirs.stream().map(S2Round.Result::appendMib).toList());
    var catchUp = new Spread(theirs.stream().map(S2Round.Result::catchUpMib).toList());
    var oursMib = spread(ours, load -> mib(load, size));
    var readMib = spread(reads, load -> mib(load, size));
    report.compare("append, MiB/s (followed at the same time)", oursMib, append);
    report.compare("catch-up read, MiB/s", readMib, catchUp);
    goal("append at least 0.8 of rust's", oursMib.median() / append.median(), 0.8);
    goal("read at least 0.8 of rust's", readMib.median() / catchUp.median(), 0.8);
  }

  private void compare(String what, int bytes, List<Load> ours, List<Load> theirs) {
    report.compare(
        what + ", records/s",
        spread(ours, Load::recordsPerSecond),
        spread(theirs, Load::recordsPerSecond));
    report.compare(
        "  MiB/s",
        spread(ours, load -> mib(load, bytes)),
        spread(theirs, load -> mib(load, bytes)));
  }

  private void atLeast(String what, double factor, List<Load> ours, List<Load> theirs) {
    double ratio =
        spread(ours, Load::recordsPerSecond).median()
            / spread(theirs, Load::recordsPerSecond).median();
    goal(what + " at least " + factor + " of typescript's", ratio, factor);
  }

  private void goal(String what, double ratio, double least) {
    report.goal(what, ratio, ratio >= least);
  }

  private static double mib(Load load, int bytes) {
    return load.recordsPerSecond() * bytes / (1024 * 1024);
  }

  private static Spread spread(List<Load> loads, ToDoubleFunction<Load> figure) {
    return new Spread(loads.stream().mapToDouble(figure).boxed().toList());
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
    var load = root.resolve("bench/sdk-typescript/load.mjs").toString();
    var command = new ArrayList<>(List.of("node", load));
    command.addAll(arguments(mode, server, stream, bytes));
    return command;
  }

  private List<String> arguments(String mode, URI server, String stream, int bytes) {
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
