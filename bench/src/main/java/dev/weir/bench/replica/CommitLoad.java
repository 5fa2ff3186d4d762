package dev.weir.bench.replica;

import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.replica.EventLogConfig;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.nio.file.Path;
import java.time.Duration;

/// Commits to replicas on disk, for a while, to be looked at from outside.
public final class CommitLoad {
  private static final int COMMITS = 100_000;

  private CommitLoad() {}

  /// Commits, until the time is over.
  ///
  /// @param args a directory, and for how many seconds
  public static void main(String... args) throws InterruptedException {
    var directory = Path.of(args[0]);
    var end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000L;
    // Nobody listens there.
    var nowhere = S2SyncBackendConfig.at("http://127.0.0.1:1/api/s2", "s").withPing(PingPolicy.OFF);
    try (var backend = S2SyncBackend.open(nowhere)) {
      for (var i = 0; System.nanoTime() < end; i++) {
        var config =
            EventLogConfig.onDisk("s", directory.resolve("commits-" + i + ".db"))
                .withMaxPending(2 * COMMITS, Duration.ofSeconds(10));
        try (var log = EventLog.open(config, backend)) {
          var unused = Commits.streamed(log, COMMITS);
        }
      }
    }
    System.exit(0);
  }
}
