package dev.weir.bench.load;

import java.util.Locale;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/// What was seen in one interval, and how the server was at its end.
///
/// @param atSeconds since the run began
/// @param phase what went on
/// @param seconds the interval's length
/// @param outstanding events that were to be pushed and were not acknowledged yet
/// @param online clients
/// @param heapMib what lived on the server's heap after a full collection, where that was looked at
/// @param serverCpu processor seconds that the server took
/// @param ownCpu processor seconds that the clients took
record Sample(
    double atSeconds,
    String phase,
    double seconds,
    Tally.Interval seen,
    int outstanding,
    int online,
    int stores,
    double residentMib,
    long files,
    long threads,
    double diskMib,
    OptionalDouble heapMib,
    double serverCpu,
    double ownCpu) {
  static final String CSV_HEAD =
      "seconds,phase,committed,turned_away,acknowledged,conflicts,errors,delivered,caught_up,joins,"
          + "ack_p50_ms,ack_p99_ms,ack_p999_ms,delivery_p50_ms,delivery_p99_ms,delivery_p999_ms,"
          + "ping_max_ms,outstanding,online,stores,rss_mib,files,threads,disk_mib,heap_mib,"
          + "server_cpus,client_cpus\n";

  static double millis(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }

  double acknowledgedPerSecond() {
    return seen.acknowledged() / seconds;
  }

  /// For whoever waits.
  String brief() {
    return String.format(
        Locale.ROOT,
        "%-9s %6.0f stored/s, p99 %6.0f ms, %4d outstanding, %d online, %d errors, %4.0f MiB",
        phase,
        acknowledgedPerSecond(),
        millis(seen.ackMicros(), 99),
        outstanding,
        online,
        seen.errorCount(),
        residentMib);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  String csv() {
    var heap = heapMib.isPresent() ? decimal(heapMib.getAsDouble()) : "";
    return String.format(
        Locale.ROOT,
        "%.1f,%s,%d,%d,%d,%d,%d,%d,%d,%d,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%d,%d,%d,%.1f,%d,%d,%.1f,%s,%.2f,%.2f%n",
        atSeconds,
        phase,
        seen.committed(),
        seen.turnedAway(),
        seen.acknowledged(),
        seen.conflicts(),
        seen.errorCount(),
        seen.delivered(),
        seen.caughtUp(),
        seen.joins(),
        millis(seen.ackMicros(), 50),
        millis(seen.ackMicros(), 99),
        millis(seen.ackMicros(), 99.9),
        millis(seen.deliveryMicros(), 50),
        millis(seen.deliveryMicros(), 99),
        millis(seen.deliveryMicros(), 99.9),
        millis(seen.pingMicros(), 100),
        outstanding,
        online,
        stores,
        residentMib,
        files,
        threads,
        diskMib,
        heap,
        serverCpu / seconds,
        ownCpu / seconds);
  }
}
