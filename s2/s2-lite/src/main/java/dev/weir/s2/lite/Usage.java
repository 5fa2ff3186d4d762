package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.MetricInterval;
import dev.weir.s2.Operation;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StorageClass;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// Counts what the store is used for: in memory, and every few seconds and at the close into rows
/// by minute, hour and day. What was counted since the last time is lost if the process is killed:
/// [#FLUSH_SECONDS] seconds of it at most. Stored bytes are exact, and only sampled here.
final class Usage implements AutoCloseable {
  static final String APPEND_BYTES = "append-bytes";
  static final String READ_BYTES = "read-bytes";
  static final String UNARY_READS = "read-ops/unary";
  static final String STREAMING_READS = "read-ops/streaming";

  /// The basin of what is counted for the account: no basin has no name.
  static final String ACCOUNT = "";

  private static final Logger LOG = System.getLogger(Usage.class.getName());
  private static final int FLUSH_SECONDS = 5;
  private static final long PRUNE_SECONDS = 3_600;

  /// While nothing can be written, no more than these wait; then the oldest minutes are given up.
  private static final int MAX_WAITING = 20_000;

  /// What is counted in a minute.
  private record Counter(String basin, String metric, long minuteSecs) {}

  private final Committer committer;
  private final Time time;
  private final OldUsage old;
  private final ConcurrentHashMap<Counter, LongAdder> counters = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("s2-lite-usage").unstarted(task));

  Usage(Committer committer, Reads reads, Time time) {
    this.committer = committer;
    this.time = time;
    old = new OldUsage(committer, reads);
  }

  void start() {
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            this::flushQuietly, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
    unused =
        thread.scheduleWithFixedDelay(
            this::pruneQuietly, PRUNE_SECONDS, PRUNE_SECONDS, TimeUnit.SECONDS);
  }

  /// A call for the whole account was answered.
  void account(Operation operation) {
    add(ACCOUNT, operation(operation), 1);
  }

  /// A call for the streams of a basin was answered.
  void basin(BasinName basin, Operation operation) {
    add(basin.value(), operation(operation), 1);
  }

  void appended(BasinName basin, StorageClass storageClass, long meteredBytes) {
    add(basin.value(), appends(storageClass), 1);
    add(basin.value(), APPEND_BYTES, meteredBytes);
  }

  /// @param metric [#UNARY_READS] or [#STREAMING_READS]
  void read(BasinName basin, String metric) {
    add(basin.value(), metric, 1);
  }

  void delivered(BasinName basin, long meteredBytes) {
    add(basin.value(), READ_BYTES, meteredBytes);
  }

  static String appends(StorageClass storageClass) {
    return "append-ops/" + name(storageClass);
  }

  static String operation(Operation operation) {
    return "op/" + name(operation);
  }

  /// As it stands in the API.
  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void add(String basin, String metric, long amount) {
    long minute = UsageKeys.floor(MetricInterval.MINUTE, nowSecs());
    counters
        .computeIfAbsent(new Counter(basin, metric, minute), counter -> new LongAdder())
        .add(amount);
  }

  private long nowSecs() {
    return TimeUnit.MILLISECONDS.toSeconds(time.epochMillis());
  }

  /// Writes what was counted since the last time. The commit thread takes it, and it is put back
  /// when its commit has failed: an interrupt of the caller ends neither.
  ///
  /// @throws S2Exception if that fails; it is written next time
  void flush() {
    var counted = new AtomicReference<Map<Counter, Long>>(Map.of());
    Integer unused =
        committer.change(
            "the flush of usage metrics",
            staging -> {
              counted.set(take());
              int rows = stage(staging, counted.get());
              staging.afterCommit(() -> counted.set(Map.of()));
              return rows;
            },
            () -> putBack(counted.get()));
  }

  private Map<Counter, Long> take() {
    var counted = new HashMap<Counter, Long>();
    for (Counter counter : counters.keySet()) {
      // Whoever has the adder in hand just now still counts into it: that is taken next time.
      counters.computeIfPresent(
          counter,
          (key, adder) -> {
            long sum = adder.sumThenReset();
            if (sum > 0) {
              counted.put(key, sum);
            }
            return sum == 0 && isOver(key) ? null : adder;
          });
    }
    return counted;
  }

  /// Whether nobody counts into the minute any more.
  private boolean isOver(Counter counter) {
    return nowSecs() - counter.minuteSecs() > 120;
  }

  private void putBack(Map<Counter, Long> counted) {
    if (counters.size() < MAX_WAITING) {
      counted.forEach((counter, amount) ->
          counters.computeIfAbsent(counter, key -> new LongAdder()).add(amount));
    }
  }

  /// All is read before anything is staged: half a flush must not be committed.
  private int stage(Staging staging, Map<Counter, Long> counted) throws IOException {
    var rows = new HashMap<Bytes, Long>();
    var exists = new HashMap<String, Boolean>();
    for (Map.Entry<Counter, Long> count : counted.entrySet()) {
      Counter counter = count.getKey();
      if (!exists.computeIfAbsent(counter.basin(), basin -> isThere(staging, basin))) {
        continue; // deleted since: a basin that is created anew must not inherit it
      }
      for (MetricInterval interval : MetricInterval.values()) {
        byte[] series = UsageKeys.counters(interval, counter.basin(), counter.metric());
        long begin = UsageKeys.floor(interval, counter.minuteSecs());
        rows.merge(Bytes.wrap(UsageKeys.at(series, begin)), count.getValue(), Long::sum);
      }
    }
    for (Map.Entry<Bytes, Long> row : rows.entrySet()) {
      Optional<byte[]> before = staging.row(row.getKey().toArray());
      row.setValue(row.getValue() + (before.isEmpty() ? 0 : new RowReader(before.get()).u64()));
    }
    rows.putAll(samples(staging.takeStored()));
    rows.forEach((key, value) -> staging.put(key.toArray(), u64(value)));
    return rows.size();
  }

  private static boolean isThere(Staging staging, String basin) {
    try {
      return basin.equals(ACCOUNT) || staging.basin(basin).isPresent();
    } catch (IOException e) {
      return false; // what is counted of a basin that cannot be read helps nobody
    }
  }

  private Map<Bytes, Long> samples(Map<Series, Long> stored) {
    var rows = new HashMap<Bytes, Long>();
    stored.forEach((series, total) -> {
      for (MetricInterval interval : OldUsage.SAMPLED) {
        byte[] samples = UsageKeys.samples(interval, series);
        rows.put(Bytes.wrap(UsageKeys.at(samples, UsageKeys.floor(interval, nowSecs()))), total);
      }
    });
    return rows;
  }

  private static byte[] u64(long value) {
    return new RowWriter(Long.BYTES).u64(value).toArray();
  }

  /// Never throws: a task that does never comes round again.
  void flushQuietly() {
    try {
      flush();
    } catch (S2Exception | IllegalStateException e) {
      LOG.log(Level.DEBUG, "usage metrics wait for the next flush", e);
    } catch (Throwable e) {
      QuietLog.log(LOG, Level.WARNING, () -> "usage metrics wait for the next flush", e);
    }
  }

  void pruneQuietly() {
    try {
      old.remove(nowSecs());
    } catch (S2Exception | IllegalStateException e) {
      LOG.log(Level.DEBUG, "old usage metrics stay for now", e);
    } catch (Throwable e) {
      QuietLog.log(LOG, Level.WARNING, () -> "old usage metrics stay for now", e);
    }
  }

  /// Writes what was counted, and ends.
  @Override
  public void close() {
    thread.shutdown();
    flushQuietly();
  }
}
