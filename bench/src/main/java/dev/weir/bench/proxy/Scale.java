package dev.weir.bench.proxy;

import dev.weir.bench.figures.Report;
import dev.weir.bench.figures.Spread;
import dev.weir.bench.http.EventJson;
import dev.weir.bench.round.CatchUp;
import dev.weir.bench.round.ContendedRound;
import dev.weir.bench.round.FanOutRound;
import dev.weir.bench.round.PushRound;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.NpmProject;
import dev.weir.bench.run.Scratch;
import dev.weir.bench.run.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The benchmark of many clients and long stores: Weir and the original's documented proxy, in
/// turns, in one run, both on one Weir's store.
///
/// A second Weir, which keeps its streams in the first through its S2 API as the original does,
/// shows what a proxy asks of S2.
public final class Scale {
  private static final String HEADING =
      "Many clients and long stores: Weir beside the API proxy of LiveStore's documentation";
  private static final int PUSHERS = 32;
  private static final int MOST_PUSHES = 50_000;
  private static final double KIB_PER_MIB = 1_024;

  private final ScaleOptions options;
  private final ScaleOptions.Size size;
  private final Report report;
  private final String run = "scale-" + ProcessHandle.current().pid();
  private int storeCount;

  private Scale(ScaleOptions options) {
    this.options = options;
    this.size = options.size();
    this.report = new Report(HEADING, size.rounds(), size.time(), "original");
  }

  /// Runs the benchmark, prints its report, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(BenchCommand.run(new ScaleOptions(), args, options -> new Scale(options).run()));
  }

  private int run() throws IOException, InterruptedException {
    var target = Files.createDirectories(options.root().resolve("bench/target"));
    var originalDir = options.root().resolve("bench/original-proxy");
    NpmProject.install(originalDir);
    try (var scratch = Scratch.in(options.root())) {
      measure(scratch.directory(), originalDir);
    }
    report.write(target.resolve("report-scale.txt"));
    options.output().write(report.result("crowds"));
    return 0;
  }

  private void measure(Path scratch, Path originalDir) throws IOException, InterruptedException {
    try (var weir = weir("--data", scratch.resolve("weir").toString());
        var original = SideBySide.startOriginal(originalDir, weir);
        var remote = weir("--s2-endpoint", "http://" + weir.endpoint().getAuthority())) {
      measurePushes(weir, original, remote);
      measureDelivery(weir, original, remote);
      measureCatchUp(weir, original);
    }
    measureCrowds(scratch);
  }

  private ServerProcess weir(String... storage) throws IOException, InterruptedException {
    return ServerProcess.weir(options.root(), storage);
  }

  // --- pushes

  private void measurePushes(ServerProcess weir, ServerProcess original, ServerProcess remote)
      throws IOException, InterruptedException {
    report.section("Pushes of one event, %d clients at once".formatted(PUSHERS));
    var apart = new PushRound(PUSHERS, 1, size.time(), MOST_PUSHES);
    var together = new ContendedRound(PUSHERS, size.time());
    say("pushes");
    for (var server : List.of(weir, original, remote)) { // warm-up
      var unused = apart.run(server.endpoint(), nextStore());
      var unusedToo = together.run(server.endpoint(), nextStore());
    }
    var ours = new ArrayList<PushRound.Result>();
    var theirs = new ArrayList<PushRound.Result>();
    var oursTogether = new ArrayList<ContendedRound.Result>();
    var theirsTogether = new ArrayList<ContendedRound.Result>();
    for (var round = 0; round < size.rounds(); round++) {
      ours.add(apart.run(weir.endpoint(), nextStore()));
      theirs.add(apart.run(original.endpoint(), nextStore()));
      oursTogether.add(together.run(weir.endpoint(), nextStore()));
      theirsTogether.add(together.run(original.endpoint(), nextStore()));
    }
    var name = "%d stores: pushes/s".formatted(PUSHERS);
    compare(name, ours, theirs, PushRound.Result::eventsPerSecond, 10);
    compare(
        "one store: pushes/s, accepted or told what came first",
        oursTogether,
        theirsTogether,
        ContendedRound.Result::answeredPerSecond,
        10);
    compare(
        "  accepted/s (the original accepts all, and its log is no chain)",
        oursTogether,
        theirsTogether,
        ContendedRound.Result::acceptedPerSecond,
        10);
    measureUpstream(weir, original, remote);
  }

  private void measureUpstream(ServerProcess s2, ServerProcess original, ServerProcess remote)
      throws IOException, InterruptedException {
    var upstream = new Upstream(s2);
    var ours = upstream.requestsPerPush(remote.endpoint(), nextStore());
    var theirs = upstream.requestsPerPush(original.endpoint(), nextStore());
    report.compare("requests to S2 a push, one client", one(ours), one(theirs));
    report.bound("requests to S2 a push: at most 1.05", ours, ours <= 1.05);
  }

  // --- delivery

  private void measureDelivery(ServerProcess weir, ServerProcess original, ServerProcess remote)
      throws IOException, InterruptedException {
    report.section("%,d live clients of one store".formatted(size.live()));
    var round = new FanOutRound(size.live(), 1, size.warmup(), size.events());
    var ours = new ArrayList<FanOutRound.Result>();
    var theirs = new ArrayList<FanOutRound.Result>();
    for (var i = 1; i <= size.rounds(); i++) {
      say("delivery to %d, round %d".formatted(size.live(), i));
      ours.add(round.run(weir.endpoint(), nextStore(), () -> {}));
      theirs.add(round.run(original.endpoint(), nextStore(), () -> {}));
    }
    report.compare(
        "push -> client: p50, ms",
        Spread.of(ours, FanOutRound.Result::p50Millis),
        Spread.of(theirs, FanOutRound.Result::p50Millis));
    var p99 = Spread.of(ours, FanOutRound.Result::p99Millis);
    var theirP99 = Spread.of(theirs, FanOutRound.Result::p99Millis);
    report.compare("  p99, ms", p99, theirP99);
    var ratio = p99.median() / theirP99.median();
    report.goal("delivery p99: at most a fifth", ratio, ratio <= 0.2);
    measureSessions(weir, original, remote);
  }

  private void measureSessions(ServerProcess s2, ServerProcess original, ServerProcess remote)
      throws IOException, InterruptedException {
    var upstream = new Upstream(s2);
    var ours = upstream.readSessions(remote.endpoint(), nextStore(), size.live());
    var theirs = upstream.readSessions(original.endpoint(), nextStore(), size.live());
    report.compare("read sessions on S2", one(ours), one(theirs));
    report.bound("read sessions on S2: 1", ours, ours == 1);
  }

  // --- catching up

  private void measureCatchUp(ServerProcess weir, ServerProcess original)
      throws IOException, InterruptedException {
    report.section("Catching up, events of %d bytes".formatted(EventJson.BYTES));
    var one = new CatchUp(size.history());
    var store = filled(one, weir);
    var theirStore = filled(one, original);
    var ours = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    for (var i = 0; i < 2 + size.rounds(); i++) { // two are warm-up
      say("catching up, round " + (i - 1));
      ours.add(one.run(weir.endpoint(), store, 1).median());
      theirs.add(one.run(original.endpoint(), theirStore, 1).median());
    }
    var seconds = new Spread(ours.subList(2, ours.size()));
    var theirSeconds = new Spread(theirs.subList(2, theirs.size()));
    report.compare("%,d events to one client, s".formatted(size.history()), seconds, theirSeconds);
    var ratio = theirSeconds.median() / seconds.median();
    report.goal("catching up: at least 5 times as fast", ratio, ratio >= 5);
    measureCatchUpHeap(weir, store);
    measureManyCatchUps(weir);
  }

  private String filled(CatchUp history, ServerProcess server) throws IOException {
    var store = nextStore();
    say("filling a store with %,d events".formatted(history.events()));
    history.fill(server.endpoint(), store);
    history.check(server.endpoint(), store);
    return store;
  }

  private void measureCatchUpHeap(ServerProcess weir, String store)
      throws IOException, InterruptedException {
    var before = weir.liveHeapMib();
    var growth = HeapWatch.growthMib(weir, before, () -> repeat(weir, store));
    report.alone("  heap growth meanwhile, MiB", Spread.number(growth));
    report.bound("heap growth: under 64 MiB", growth, growth < 64);
  }

  private void repeat(ServerProcess weir, String store) throws IOException, InterruptedException {
    for (var i = 0; i < 5; i++) {
      var unused = new CatchUp(size.history()).run(weir.endpoint(), store, 1);
    }
  }

  private void measureManyCatchUps(ServerProcess weir) throws IOException, InterruptedException {
    var many = new CatchUp(size.history() / 10);
    var store = nextStore();
    many.fill(weir.endpoint(), store);
    say("%d catch up at once".formatted(size.catchingUp()));
    var before = weir.liveHeapMib();
    var seconds = many.run(weir.endpoint(), store, size.catchingUp());
    report.alone(
        "%,d events to each of %d at once, s".formatted(many.events(), size.catchingUp()),
        seconds.text());
    var growth =
        HeapWatch.growthMib(
            weir,
            before,
            () -> {
              var unused = many.run(weir.endpoint(), store, size.catchingUp());
            });
    report.alone("  heap growth meanwhile, MiB", Spread.number(growth));
  }

  // --- crowds

  /// Each crowd meets a process of its own, whose heap no other crowd has grown.
  private void measureCrowds(Path scratch) throws IOException, InterruptedException {
    report.section("%,d live clients, each event to all of a store".formatted(size.idle()));
    try (var weir = weir("--data", scratch.resolve("crowds").toString())) {
      var unused = measureCrowd(weir, size.stores(), "of %,d stores".formatted(size.stores()));
    }
    try (var weir = weir("--data", scratch.resolve("crowd").toString())) {
      var delivered = measureCrowd(weir, 1, "of one store");
      report.bound(
          "an event reaches all of one store within 1 s at p99",
          delivered.p99Millis(),
          delivered.p99Millis() <= 1_000);
    }
  }

  private FanOutRound.Result measureCrowd(ServerProcess weir, int stores, String what)
      throws IOException, InterruptedException {
    say("%,d clients %s".formatted(size.idle(), what));
    // What a few clients leave behind, such as threads and compiled code, is not another client's.
    var few = new FanOutRound(size.idle() / 10, 1, 1, 1);
    var unused = few.run(weir.endpoint(), nextStore(), () -> {});
    weir.idle(5); // until what served the last crowd has ended
    var heap = weir.liveHeapMib();
    var resident = weir.residentMib();
    var grown = new ArrayList<Double>();
    var delivered =
        new FanOutRound(size.idle(), stores, size.warmup() / 10, size.events() / 5)
            .run(
                weir.endpoint(),
                nextStore(),
                () -> {
                  weir.idle(2);
                  grown.add((weir.liveHeapMib() - heap) * KIB_PER_MIB / size.idle());
                  grown.add((weir.residentMib() - resident) * KIB_PER_MIB / size.idle());
                });
    report.alone(what + ": heap an idle client, KiB", Spread.number(grown.get(0)));
    report.alone("  resident memory an idle client, KiB", Spread.number(grown.get(1)));
    report.alone("  push -> client: p50, ms", Spread.number(delivered.p50Millis()));
    report.alone("  p99, ms", Spread.number(delivered.p99Millis()));
    report.alone("  lost", "0");
    var most = Math.max(grown.get(0), grown.get(1));
    report.bound("memory an idle client " + what + ": at most 20 KiB", most, most <= 20);
    return delivered;
  }

  // ---

  private <T> void compare(
      String what, List<T> ours, List<T> theirs, ToDoubleFunction<T> figure, double goal) {
    var spread = Spread.of(ours, figure);
    var theirSpread = Spread.of(theirs, figure);
    report.compare(what, spread, theirSpread);
    var ratio = spread.median() / theirSpread.median();
    report.goal("  at least %s times as many".formatted(Spread.number(goal)), ratio, ratio >= goal);
  }

  private static Spread one(double value) {
    return new Spread(List.of(value));
  }

  private String nextStore() {
    return run + "-" + ++storeCount;
  }

  private static void say(String step) {
    System.out.println(step + " ...");
  }
}
