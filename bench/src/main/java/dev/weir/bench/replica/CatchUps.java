package dev.weir.bench.replica;

import com.sun.management.OperatingSystemMXBean;
import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.replica.EventLogConfig;
import dev.weir.livestore.sync.backend.SyncBackend;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// New replicas that catch up with a store, and the opening of one that has.
final class CatchUps {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private CatchUps() {}

  /// @param perSecond events by the clock
  /// @param cpuMicros what an event cost, proxy and replica together: it tells what a machine that
  ///   others use as well would do on its own
  record Speed(double perSecond, double cpuMicros) {}

  static Speed catchUp(EventLogConfig config, SyncBackend backend, int events)
      throws InterruptedException {
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    try (var log = EventLog.open(config, backend)) {
      if (!log.awaitSynced(PATIENCE)) {
        throw new IllegalStateException("not synced in time: " + log.status());
      }
      double perSecond = Commits.perSecond(events, start);
      return new Speed(perSecond, (PROCESS.getProcessCpuTime() - cpu) / 1e3 / events);
    }
  }

  /// Milliseconds until it knows both ends of its log.
  static double open(EventLogConfig config, SyncBackend backend, int events) {
    long start = System.nanoTime();
    try (var log = EventLog.open(config, backend)) {
      if (log.status().backendHead().value() != events) {
        throw new IllegalStateException("it does not have what it had: " + log.status());
      }
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
