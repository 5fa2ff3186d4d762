package dev.weir.livestore.micrometer;

import dev.weir.s2.lite.S2LiteListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What the embedded store does, in meters. The four of appends have s2-lite's names, and its
/// buckets with finer ones before: a local sync takes less than its first. Give it to the store's
/// options.
public final class StoreMetrics implements S2LiteListener {
  private static final double[] RECORDS = {1, 10, 50, 100, 250, 500, 1000};
  private static final double[] BYTES = {
    512, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 512 << 10, 1 << 20
  };

  private final Timer appendPermits;
  private final Timer appendAcks;
  private final DistributionSummary batchRecords;
  private final DistributionSummary batchBytes;
  private final Timer commits;
  private final DistributionSummary commitSizes;
  private final Counter commitFailures;
  private final Counter recoveries;
  private final Timer storageReads;
  private final Counter readRecords;
  private final Counter readBytes;
  private final AtomicInteger activeStreams;

  /// Registers the meters.
  public StoreMetrics(MeterRegistry registry) {
    appendPermits =
        Meters.timer(
            "s2.append.permit.latency", "From an append's call until it was let in", registry);
    appendAcks =
        Meters.timer(
            "s2.append.ack.latency", "From an append's call until it was durable", registry);
    batchRecords = Meters.summary("s2.append.batch.records", "Records a batch", RECORDS, registry);
    batchBytes = Meters.summary("s2.append.batch.bytes", "Metered bytes a batch", BYTES, registry);
    commits = Meters.timer("s2.commit.latency", "To write and sync what waited", registry);
    commitSizes =
        Meters.summary(
            "s2.commit.size", "Appends and changes that shared a sync", RECORDS, registry);
    commitFailures = Meters.counter("s2.commit.failures", "Writes or syncs that failed", registry);
    recoveries =
        Meters.counter("s2.recoveries", "Times that the store wrote again after that", registry);
    storageReads = Meters.timer("s2.storage.read.latency", "To read the storage once", registry);
    readRecords = Meters.counter("s2.read.records", "Records that readers got", registry);
    readBytes = Meters.counter("s2.read.bytes", "Metered bytes that readers got", registry);
    activeStreams = Meters.gauge("s2.active.streams", "Streams in memory", registry);
  }

  @Override
  public void appendPermitted(long waitedNanos) {
    appendPermits.record(waitedNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void appendAcknowledged(int records, long meteredBytes, long nanos) {
    appendAcks.record(nanos, TimeUnit.NANOSECONDS);
    batchRecords.record(records);
    batchBytes.record((double) meteredBytes);
  }

  @Override
  public void groupCommitted(int size, long bytes, long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
    commitSizes.record(size);
  }

  @Override
  public void commitFailed() {
    commitFailures.increment();
  }

  @Override
  public void recovered(long nanos) {
    recoveries.increment();
  }

  @Override
  public void storageRead(long nanos) {
    storageReads.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void batchRead(int records, long meteredBytes) {
    readRecords.increment(records);
    readBytes.increment((double) meteredBytes);
  }

  @Override
  public void activeStreams(int count) {
    activeStreams.set(count);
  }
}
