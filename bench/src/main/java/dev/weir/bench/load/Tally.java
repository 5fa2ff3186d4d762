package dev.weir.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// Counts what clients see, for one interval after another. Used by the loop's thread alone.
final class Tally {
  private static final long NANOS_PER_MICRO = 1_000;

  /// What happened in an interval.
  ///
  /// @param committed events that clients were given to push
  /// @param turnedAway events that no client had room for
  /// @param acknowledged events
  /// @param conflicts pushes that were told that others came first
  /// @param delivered events that came to live clients
  /// @param caughtUp events that came to clients that started
  /// @param joins clients that came, of which `cold` had nothing
  /// @param errors by kind
  /// @param ackMicros from when an event was to be committed to its acknowledgement
  /// @param deliveryMicros from the same to its arrival at a live client
  /// @param pingMicros from when a ping was due to its answer
  /// @param startMicros from a client's coming to its having all there is
  record Interval(
      long committed,
      long turnedAway,
      long acknowledged,
      long conflicts,
      long delivered,
      long caughtUp,
      long joins,
      long cold,
      Map<String, Long> errors,
      Histogram ackMicros,
      Histogram deliveryMicros,
      Histogram pingMicros,
      Histogram startMicros) {
    static Interval none() {
      return new Tally().take();
    }

    Interval plus(Interval other) {
      var errors = new TreeMap<>(this.errors);
      other.errors.forEach((kind, count) -> errors.merge(kind, count, Long::sum));
      return new Interval(
          committed + other.committed,
          turnedAway + other.turnedAway,
          acknowledged + other.acknowledged,
          conflicts + other.conflicts,
          delivered + other.delivered,
          caughtUp + other.caughtUp,
          joins + other.joins,
          cold + other.cold,
          errors,
          sum(ackMicros, other.ackMicros),
          sum(deliveryMicros, other.deliveryMicros),
          sum(pingMicros, other.pingMicros),
          sum(startMicros, other.startMicros));
    }

    long errorCount() {
      return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Histogram sum(Histogram one, Histogram other) {
      var sum = one.copy();
      sum.add(other);
      return sum;
    }
  }

  private long committed;
  private long turnedAway;
  private long acknowledged;
  private long conflicts;
  private long delivered;
  private long caughtUp;
  private long joins;
  private long cold;
  private Map<String, Long> errors = new TreeMap<>();
  private Histogram ackMicros = new Histogram(3);
  private Histogram deliveryMicros = new Histogram(3);
  private Histogram pingMicros = new Histogram(3);
  private Histogram startMicros = new Histogram(3);

  /// What happened since this was last asked.
  Interval take() {
    var taken =
        new Interval(
            committed,
            turnedAway,
            acknowledged,
            conflicts,
            delivered,
            caughtUp,
            joins,
            cold,
            errors,
            ackMicros,
            deliveryMicros,
            pingMicros,
            startMicros);
    committed = 0;
    turnedAway = 0;
    acknowledged = 0;
    conflicts = 0;
    delivered = 0;
    caughtUp = 0;
    joins = 0;
    cold = 0;
    errors = new TreeMap<>();
    ackMicros = new Histogram(3);
    deliveryMicros = new Histogram(3);
    pingMicros = new Histogram(3);
    startMicros = new Histogram(3);
    return taken;
  }

  void committed() {
    committed++;
  }

  void turnedAway() {
    turnedAway++;
  }

  void acknowledged(long nanos) {
    acknowledged++;
    ackMicros.recordValue(Math.max(0, nanos / NANOS_PER_MICRO));
  }

  void conflict() {
    conflicts++;
  }

  void delivered(long nanos) {
    delivered++;
    deliveryMicros.recordValue(Math.max(0, nanos / NANOS_PER_MICRO));
  }

  void caughtUp() {
    caughtUp++;
  }

  void joined(boolean withNothing) {
    joins++;
    cold += withNothing ? 1 : 0;
  }

  void started(long nanos) {
    startMicros.recordValue(nanos / NANOS_PER_MICRO);
  }

  void pinged(long nanos) {
    pingMicros.recordValue(nanos / NANOS_PER_MICRO);
  }

  void error(String kind) {
    errors.merge(kind, 1L, Long::sum);
  }
}
