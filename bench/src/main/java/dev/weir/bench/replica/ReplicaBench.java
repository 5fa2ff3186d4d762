package dev.weir.bench.replica;

import dev.weir.bench.replica.CatchUps.Speed;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.Scratch;
import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.replica.EventLogConfig;
import dev.weir.livestore.sync.backend.SyncBackend;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// Measures a replica beside its goals and beside the npm client. The replica, the proxy and its
/// durable store run in this process, the npm client in another one.
public final class ReplicaBench {
  private final Path directory;
  private final int scale;
  private final NpmClient npm;
  private final Figures figures = new Figures();

  private ReplicaBench(Path directory, int scale, NpmClient npm) {
    this.directory = directory;
    this.scale = scale;
    this.npm = npm;
  }

  /// Runs the benchmark, prints its table, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(BenchCommand.run(new ReplicaOptions(), args, ReplicaBench::run));
  }

  private static int run(ReplicaOptions options) throws Exception {
    Path target = Files.createDirectories(options.root().resolve("bench/target"));
    try (var scratch = Scratch.in(options.root())) {
      Path directory = scratch.directory();
      var npm = NpmClient.of(options.withNpm(), options.root(), directory);
      var bench = new ReplicaBench(directory, options.scale(), npm);
      bench.run();
      bench.figures.write(target.resolve("report-replica.txt"));
      options.output().write(bench.figures.result());
    }
    return 0;
  }

  private void run() throws Exception {
    commits();
    try (var proxy = new Proxy(directory.resolve("store"))) {
      confirmation(proxy);
      catchUp(proxy);
    }
  }

  private void commits() throws Exception {
    int many = 500_000 / scale;
    int npmMany = 1_000 / scale;
    double[] ours = new double[3];
    try (SyncBackend nowhere = nowhere()) {
      for (String round : new String[] {"warm-up", "measured"}) {
        ours[0] =
            Figures.step(
                many + " commits in memory, " + round,
                () -> streamed(EventLogConfig.inMemory("s"), nowhere, many));
        ours[1] =
            Figures.step(
                many + " commits on disk, " + round,
                () -> streamed(onDisk("streamed-" + round), nowhere, many));
        ours[2] =
            Figures.step(
                many / 10 + " commits on disk by 32 threads that wait, " + round,
                () -> waitedFor(onDisk("waited-" + round), nowhere, many / 10));
      }
    }
    var memory =
        Figures.step(npmMany + " commits, npm in memory", () -> npm.commits(false, npmMany));
    var disk = Figures.step(npmMany + " commits, npm on disk", () -> npm.commits(true, npmMany));
    figures.rate(
        "commits in memory", 50_000, ours[0], NpmClient.shown(memory, "commits", "%,.0f/s"));
    figures.rate("commits on disk", 5_000, ours[1], NpmClient.shown(disk, "commits", "%,.0f/s"));
    figures.rate("commits on disk, 32 threads that wait", 5_000, ours[2], "");
  }

  private static double streamed(EventLogConfig config, SyncBackend backend, int events)
      throws InterruptedException {
    try (var log = EventLog.open(room(config), backend)) {
      return Commits.streamed(log, events);
    }
  }

  private static double waitedFor(EventLogConfig config, SyncBackend backend, int events)
      throws InterruptedException {
    try (var log = EventLog.open(room(config), backend)) {
      return Commits.waitedFor(log, 32, events);
    }
  }

  private EventLogConfig onDisk(String name) {
    return EventLogConfig.onDisk("s", directory.resolve(name + ".db"));
  }

  private static EventLogConfig room(EventLogConfig config) {
    return config.withMaxPending(2_000_000, Duration.ofSeconds(10));
  }

  /// Nobody listens there.
  private static SyncBackend nowhere() {
    return S2SyncBackend.open(
        S2SyncBackendConfig.at("http://127.0.0.1:1/api/s2", "s").withPing(PingPolicy.OFF));
  }

  private void confirmation(Proxy proxy) throws Exception {
    int events = 3_000 / scale;
    try (var backend = proxy.backend("raw");
        var memoryBackend = proxy.backend("memory");
        var diskBackend = proxy.backend("disk");
        var memory = EventLog.open(EventLogConfig.inMemory("s"), memoryBackend);
        var disk = EventLog.open(onDisk("confirmed"), diskBackend)) {
      var confirmation = new Confirmation(backend, memory, disk);
      for (String round : new String[] {"warm-up", "measured"}) {
        confirmation.forget();
        Figures.step(
            events + " confirmations each, in turns, " + round,
            () -> {
              confirmation.measure(events);
              return true;
            });
      }
      report(confirmation, proxy);
    }
  }

  private void report(Confirmation ours, Proxy proxy) throws Exception {
    int events = 300 / scale;
    String endpoint = proxy.endpoint();
    var memory =
        Figures.step(
            events + " confirmations, npm in memory",
            () -> npm.confirmation(endpoint, false, events));
    var disk =
        Figures.step(
            events + " confirmations, npm on disk", () -> npm.confirmation(endpoint, true, events));
    figures.plain("raw push, p50 / p99 ms", millis(ours.raw), "");
    figures.plain("confirmed in memory, p50 / p99 ms", millis(ours.memory), millis(memory));
    figures.ratio("  p50 beside the raw push", 1.2, ratio(ours.memory, ours.raw));
    figures.plain("confirmed on disk, p50 / p99 ms", millis(ours.disk), millis(disk));
    figures.ratio("  p50 beside the raw push", 1.2, ratio(ours.disk, ours.raw));
  }

  private static String millis(Histogram times) {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f",
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6);
  }

  private static String millis(Map<String, Double> npm) {
    return npm.isEmpty()
        ? "not run"
        : String.format(Locale.ROOT, "%.1f / %.1f", npm.get("p50"), npm.get("p99"));
  }

  private static double ratio(Histogram times, Histogram raw) {
    return 1.0 * times.getValueAtPercentile(50) / raw.getValueAtPercentile(50);
  }

  private void catchUp(Proxy proxy) throws Exception {
    int events = 1_000_000 / scale;
    int npmEvents = 2_000 / scale;
    Figures.step(
        "filling a store with " + events + " events",
        () -> {
          proxy.fill("large", events);
          proxy.fill("npm-large", npmEvents);
          return true;
        });
    Speed memory = new Speed(0, 0);
    Speed disk = memory;
    double open = 0;
    try (var backend = proxy.backend("large")) {
      for (String round : new String[] {"warm-up", "measured"}) {
        memory =
            Figures.step(
                "catching up in memory, " + round,
                () -> CatchUps.catchUp(EventLogConfig.inMemory("s"), backend, events));
        EventLogConfig file = onDisk("large-" + round);
        disk =
            Figures.step(
                "catching up on disk, " + round, () -> CatchUps.catchUp(file, backend, events));
        open = CatchUps.open(file, backend, events);
      }
    }
    var theirs =
        Figures.step(
            "catching up with " + npmEvents + " events, npm on disk",
            () -> npm.catchUp(proxy.endpoint(), "npm-large", npmEvents));
    figures.rate("catch-up in memory", 150_000, memory.perSecond(), "");
    figures.plain("  processor time an event, proxy included", micros(memory), "");
    figures.rate(
        "catch-up on disk",
        150_000,
        disk.perSecond(),
        NpmClient.shown(theirs, "events", "%,.0f/s"));
    figures.plain("  processor time an event, proxy included", micros(disk), "");
    figures.millis(
        "opening with %,d events (npm: %,d)".formatted(events, npmEvents),
        1_000,
        open,
        NpmClient.shown(theirs, "open", "%,.0f ms"));
  }

  private static String micros(Speed speed) {
    return String.format(Locale.ROOT, "%.1f µs", speed.cpuMicros());
  }
}
