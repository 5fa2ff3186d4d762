package dev.weir.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The last hour in buckets of ten seconds. Thread-safe.
final class Timeline {
  static final int BUCKET_SECONDS = 10;
  private static final int BUCKETS = 360;
  private static final int MINUTE = 60 / BUCKET_SECONDS;

  private final InstantSource clock;
  private final long firstIndex;
  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable Bucket[] ring = new Bucket[BUCKETS];
  private int livePulls;

  Timeline(InstantSource clock) {
    this.clock = clock;
    this.firstIndex = index();
  }

  private long index() {
    return clock.millis() / (BUCKET_SECONDS * 1_000L);
  }

  void record(Consumer<Bucket> what) {
    lock.lock();
    try {
      long index = index();
      int slot = (int) (index % BUCKETS);
      Bucket bucket = ring[slot];
      if (bucket == null || bucket.index != index) {
        bucket = new Bucket(index);
        ring[slot] = bucket;
      }
      what.accept(bucket);
      bucket.livePulls = livePulls;
    } finally {
      lock.unlock();
    }
  }

  void livePullsChanged(int now) {
    lock.lock();
    try {
      livePulls = now;
      record(bucket -> {});
    } finally {
      lock.unlock();
    }
  }

  /// The last minute's full buckets together.
  Bucket lastMinute() {
    return sum(MINUTE);
  }

  /// The last hour's, and what there is of the present one.
  Bucket lastHour() {
    return sum(BUCKETS);
  }

  private Bucket sum(int buckets) {
    lock.lock();
    try {
      long now = index();
      var sum = new Bucket(now);
      for (Bucket bucket : ring) {
        if (bucket != null && bucket.index > now - buckets) {
          sum.addAll(bucket);
        }
      }
      return sum;
    } finally {
      lock.unlock();
    }
  }

  /// In columns, oldest first; the last bucket is not full yet.
  void write(int minutes, JsonGenerator json) throws IOException {
    List<Bucket> buckets = last(minutes * MINUTE);
    json.writeStartObject();
    json.writeNumberField("bucketSeconds", BUCKET_SECONDS);
    column("at", b -> b.index * BUCKET_SECONDS * 1_000, buckets, json);
    column("pushes", b -> b.pushes, buckets, json);
    column("events", b -> b.events, buckets, json);
    column("bytes", b -> b.bytes, buckets, json);
    column("conflicts", b -> b.conflicts, buckets, json);
    column("refused", b -> b.refused, buckets, json);
    column("livePulls", b -> (long) b.livePulls, buckets, json);
    percentiles("pushP50", b -> b.pushMillis.percentile(0.5), buckets, json);
    percentiles("pushP99", b -> b.pushMillis.percentile(0.99), buckets, json);
    percentiles("lagP50", b -> b.lagMillis.percentile(0.5), buckets, json);
    percentiles("lagP99", b -> b.lagMillis.percentile(0.99), buckets, json);
    json.writeEndObject();
  }

  private List<Bucket> last(int count) {
    lock.lock();
    try {
      long now = index();
      var found = new ArrayList<Bucket>(count);
      int pulls = 0;
      for (long i = Math.max(firstIndex, now - count + 1); i <= now; i++) {
        Bucket bucket = ring[(int) (i % BUCKETS)];
        var copy = new Bucket(i);
        if (bucket != null && bucket.index == i) {
          copy.addAll(bucket);
          pulls = bucket.livePulls;
        }
        copy.livePulls = pulls;
        found.add(copy);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  private static void column(
      String name, Function<Bucket, Long> of, List<Bucket> buckets, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Bucket bucket : buckets) {
      json.writeNumber(of.apply(bucket));
    }
    json.writeEndArray();
  }

  private static void percentiles(
      String name, Function<Bucket, OptionalDouble> of, List<Bucket> buckets, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Bucket bucket : buckets) {
      Json.millis(of.apply(bucket), json);
    }
    json.writeEndArray();
  }
}
