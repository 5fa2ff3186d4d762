package dev.weir.bench.proxy;

import dev.weir.bench.figures.Report;
import dev.weir.bench.figures.Spread;
import dev.weir.bench.http.EventJson;
import dev.weir.bench.round.DeliveryRound;
import dev.weir.bench.round.PushRound;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.NpmProject;
import dev.weir.bench.run.Scratch;
import dev.weir.bench.run.ServerProcess;
import dev.weir.bench.run.StartUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The benchmark: Weir and the original's documented proxy, in turns, in one run.
///
/// Both stand on the same Weir: one is its own proxy, the other a Node process in front of its S2
/// API. So the store, its disk and its fsyncs are the same, and the difference is the proxies'.
public final class SideBySide {
  private static final List<PushShape> SHAPES =
      List.of(
          new PushShape(1, 1), new PushShape(1, 50), new PushShape(32, 1), new PushShape(32, 50));
  private static final String HEADING =
      "Weir beside the API proxy of LiveStore's documentation, both on Weir's durable S2 API";
  private static final int MOST_PUSHES = 50_000;

  private record PushShape(int clients, int batch) {
    private String text() {
      return "push %d x %d B, %d client%s"
          .formatted(batch, EventJson.BYTES, clients, clients == 1 ? "" : "s");
    }
  }

  private final SideBySideOptions options;
  private final Report report;
  private int storeCount;

  private SideBySide(SideBySideOptions options) {
    this.options = options;
    this.report =
        new Report(HEADING, options.rounds().count(), options.rounds().time(), "original");
  }

  /// Runs the benchmark, prints its report, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(
        BenchCommand.run(new SideBySideOptions(), args, options -> new SideBySide(options).run()));
  }

  private int run() throws IOException, InterruptedException {
    var target = Files.createDirectories(options.root().resolve("bench/target"));
    var launcher = options.root().resolve("weir").toString();
    var originalDir = options.root().resolve("bench/original-proxy");
    NpmProject.install(originalDir);

    try (var scratch = Scratch.in(options.root())) {
      measure(scratch.directory(), launcher, originalDir);
    }
    report.write(target.resolve("report.txt"));
    options.output().write(report.result("proxies"));
    return 0;
  }

  private void measure(Path scratch, String launcher, Path originalDir)
      throws IOException, InterruptedException {
    measureStart(scratch, launcher);
    try (var weir =
            ServerProcess.weir(options.root(), "--data", scratch.resolve("weir").toString());
        var original = startOriginal(originalDir, weir)) {
      warmUp(weir, original);
      for (var shape : SHAPES) {
        measurePushes(shape, weir, original);
      }
      measureDelivery(weir, original);
      report.compare(
          "memory after the load, MiB",
          new Spread(List.of(weir.residentMib())),
          new Spread(List.of(original.residentMib())));
    }
  }

  static ServerProcess startOriginal(Path directory, ServerProcess weir)
      throws IOException, InterruptedException {
    var s2Base = weir.endpoint().resolve("/v1").toString();
    return ServerProcess.start(directory, Map.of("S2_BASE", s2Base), List.of("node", "server.mjs"));
  }

  private void measureStart(Path scratch, String launcher)
      throws IOException, InterruptedException {
    say("starting " + options.starts() + " times");
    var start = StartUp.measure(options.root(), scratch, options.starts(), List.of(launcher, "up"));
    report.alone("./weir up -> first answer, ms", new Spread(start.firstAnswerMillis()).text());
    report.alone("memory idle, MiB", Spread.number(start.idleMib()));
  }

  private void warmUp(ServerProcess weir, ServerProcess original)
      throws IOException, InterruptedException {
    for (var shape : SHAPES) {
      for (var server : List.of(weir, original)) {
        say("warm-up, " + shape.text());
        push(shape, options.rounds().time(), server);
      }
    }
  }

  private void measurePushes(PushShape shape, ServerProcess weir, ServerProcess original)
      throws IOException, InterruptedException {
    var ours = new ArrayList<PushRound.Result>();
    var theirs = new ArrayList<PushRound.Result>();
    for (var round = 1; round <= options.rounds().count(); round++) {
      say("%s, round %d".formatted(shape.text(), round));
      ours.add(push(shape, options.rounds().time(), weir));
      theirs.add(push(shape, options.rounds().time(), original));
    }
    compare(shape.text() + ": events/s", ours, theirs, PushRound.Result::eventsPerSecond);
    compare("  ack p50, ms", ours, theirs, PushRound.Result::ackP50Millis);
    compare("  ack p99, ms", ours, theirs, PushRound.Result::ackP99Millis);
  }

  private PushRound.Result push(PushShape shape, Duration time, ServerProcess server)
      throws IOException, InterruptedException {
    return new PushRound(shape.clients(), shape.batch(), time, MOST_PUSHES)
        .run(server.endpoint(), nextStore());
  }

  private void measureDelivery(ServerProcess weir, ServerProcess original)
      throws IOException, InterruptedException {
    var round = new DeliveryRound(200, 5_000, options.rounds().time());
    var ours = new ArrayList<DeliveryRound.Result>();
    var theirs = new ArrayList<DeliveryRound.Result>();
    for (var i = 1; i <= options.rounds().count(); i++) {
      say("delivery, round " + i);
      ours.add(round.run(weir.endpoint(), nextStore()));
      theirs.add(round.run(original.endpoint(), nextStore()));
    }
    compare("push -> live puller: p50, ms", ours, theirs, DeliveryRound.Result::p50Millis);
    compare("  p99, ms", ours, theirs, DeliveryRound.Result::p99Millis);
  }

  private <T> void compare(String what, List<T> ours, List<T> theirs, ToDoubleFunction<T> figure) {
    report.compare(what, Spread.of(ours, figure), Spread.of(theirs, figure));
  }

  private String nextStore() {
    return "bench-" + ProcessHandle.current().pid() + "-" + ++storeCount;
  }

  private static void say(String step) {
    System.out.println(step + " ...");
  }
}
