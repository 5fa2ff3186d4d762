package dev.weir.bench.replica;

import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.replica.EventLogConfig;
import dev.weir.livestore.sync.backend.SyncBackend;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// Measures a replica beside what it is held against, and prints a line for each figure. `--quick`
/// does a twentieth of the work. Everything, proxy and store included, runs in this process.
public final class ReplicaBench {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path directory;
  private final int scale;

  private ReplicaBench(Path directory, int scale) {
    this.directory = directory;
    this.scale = scale;
  }

  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory(Files.createDirectories(target(args)), "replica");
    try {
      new ReplicaBench(directory, Arrays.asList(args).contains("--quick") ? 20 : 1).run();
    } finally {
      delete(directory);
    }
  }

  private static Path target(String[] args) {
    int root = Arrays.asList(args).indexOf("--root");
    return Path.of(root < 0 ? "." : args[root + 1]).resolve("bench/target");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(ReplicaBench::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() throws InterruptedException {
    commits();
    try (var proxy = new Proxy(directory.resolve("store"))) {
      confirmation(proxy);
      catchUp(proxy);
    }
  }

  private void commits() throws InterruptedException {
    int many = 500_000 / scale;
    try (SyncBackend nowhere = nowhere()) {
      for (String round : new String[] {"warm-up", "measured"}) {
        try (var log = EventLog.open(room(EventLogConfig.inMemory("s")), nowhere)) {
          report(round + ": commits in memory, streamed", Commits.streamed(log, many), 50_000);
        }
        try (var log = EventLog.open(room(onDisk("streamed-" + round)), nowhere)) {
          report(round + ": commits on disk, streamed", Commits.streamed(log, many), 5_000);
        }
        try (var log = EventLog.open(room(onDisk("waited-" + round)), nowhere)) {
          report(
              round + ": commits on disk, 32 threads that wait",
              Commits.waitedFor(log, 32, many / 10),
              5_000);
        }
      }
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

  private void confirmation(Proxy proxy) throws InterruptedException {
    int events = 3_000 / scale;
    for (String round : new String[] {"warm-up", "measured"}) {
      Histogram raw;
      Histogram memory;
      Histogram disk;
      try (var backend = proxy.backend("raw-" + round)) {
        raw = Confirmation.raw(backend, events);
      }
      try (var backend = proxy.backend("memory-" + round);
          var log = EventLog.open(EventLogConfig.inMemory("s"), backend)) {
        memory = Confirmation.committed(log, events);
      }
      try (var backend = proxy.backend("disk-" + round);
          var log = EventLog.open(onDisk("confirmed-" + round), backend)) {
        disk = Confirmation.committed(log, events);
      }
      line(round + ": raw push, p50 / p99 ms", millis(raw));
      line(round + ": confirmed, replica in memory", millis(memory) + ratio(memory, raw));
      line(round + ": confirmed, replica on disk", millis(disk) + ratio(disk, raw));
    }
  }

  private static String millis(Histogram times) {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f",
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6);
  }

  private static String ratio(Histogram times, Histogram raw) {
    return String.format(
        Locale.ROOT,
        ", %.2f of raw at p50 (goal: 1.2)",
        1.0 * times.getValueAtPercentile(50) / raw.getValueAtPercentile(50));
  }

  private void catchUp(Proxy proxy) throws InterruptedException {
    int events = 1_000_000 / scale;
    proxy.fill("large", events);
    for (String round : new String[] {"warm-up", "measured"}) {
      try (var backend = proxy.backend("large")) {
        long start = System.nanoTime();
        try (var log = EventLog.open(EventLogConfig.inMemory("s"), backend)) {
          awaitSynced(log);
          report(round + ": catch-up in memory", Commits.perSecond(events, start), 150_000);
        }
        start = System.nanoTime();
        try (var log = EventLog.open(onDisk("large-" + round), backend)) {
          awaitSynced(log);
          report(round + ": catch-up on disk", Commits.perSecond(events, start), 150_000);
        }
        start = System.nanoTime();
        try (var log = EventLog.open(onDisk("large-" + round), backend)) {
          line(
              round + ": opening with " + events + " events (goal: 1000 ms)",
              String.format(
                  Locale.ROOT,
                  "%.0f ms, head %s",
                  (System.nanoTime() - start) / 1e6,
                  log.status().backendHead()));
        }
      }
    }
  }

  private static void awaitSynced(EventLog log) throws InterruptedException {
    if (!log.awaitSynced(PATIENCE)) {
      throw new IllegalStateException("not synced in time: " + log.status());
    }
  }

  private static void report(String what, double perSecond, int goal) {
    line(what, String.format(Locale.ROOT, "%,.0f events/s (goal: %,d)", perSecond, goal));
  }

  private static void line(String what, String value) {
    System.out.printf(Locale.ROOT, "%-60s %s%n", what, value);
  }
}
