package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.Metric;
import dev.weir.s2.Metric.Point;
import dev.weir.s2.Metric.Unit;
import dev.weir.s2.MetricInterval;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Operation;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StorageClass;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Answers what was used when. Counted is what came about in an interval; intervals in which
/// nothing did are left out. Stored bytes are what was there at the end of an interval, or is there
/// now, and have no gaps.
final class UsageMetrics {
  private static final Duration LONGEST_RANGE = Duration.ofDays(30);

  /// For callers whose clocks are ahead.
  private static final Duration LEEWAY = Duration.ofMinutes(5);

  private final Usage usage;
  private final Reads reads;
  private final Time time;

  UsageMetrics(Usage usage, Reads reads, Time time) {
    this.usage = usage;
    this.reads = reads;
    this.time = time;
  }

  List<Metric> account(MetricSet.Account set, MetricRange range) {
    Span span = span(range);
    return switch (set) {
      case ACTIVE_BASINS -> List.of(new Metric.Label("active-basins", activeBasins(span)));
      case ACCOUNT_OPS ->
          operations(Usage.ACCOUNT, span, range.interval().orElse(MetricInterval.HOUR));
    };
  }

  List<Metric> basin(BasinName basin, MetricSet.Basin set, MetricRange range) {
    Span span = span(range);
    String name = basin.value();
    MetricInterval interval = range.interval().orElse(MetricInterval.MINUTE);
    return switch (set) {
      case STORAGE -> {
        requireInterval(range, MetricInterval.HOUR);
        yield List.of(storage(Series.of(basin), span, MetricInterval.HOUR));
      }
      case APPEND_OPS ->
          Arrays.stream(StorageClass.values())
              .<Metric>map(kind ->
                  sums(
                      Usage.name(kind), Unit.OPERATIONS, name, Usage.appends(kind), span, interval))
              .toList();
      case READ_OPS ->
          List.of(
              sums("unary", Unit.OPERATIONS, name, Usage.UNARY_READS, span, interval),
              sums("streaming", Unit.OPERATIONS, name, Usage.STREAMING_READS, span, interval));
      case READ_THROUGHPUT ->
          List.of(sums("read-throughput", Unit.BYTES, name, Usage.READ_BYTES, span, interval));
      case APPEND_THROUGHPUT ->
          List.of(sums("append-throughput", Unit.BYTES, name, Usage.APPEND_BYTES, span, interval));
      case BASIN_OPS -> operations(name, span, range.interval().orElse(MetricInterval.HOUR));
    };
  }

  List<Metric> stream(StreamKey key, MetricSet.Stream set, MetricRange range) {
    Span span = span(range);
    requireInterval(range, MetricInterval.MINUTE);
    long id =
        reads.call(
            key,
            storage ->
                StreamRow.decode(storage.get(Keys.stream(key)).orElseThrow(key::notFound)).id());
    return switch (set) {
      case STORAGE -> List.of(storage(Series.ofStream(id), span, MetricInterval.MINUTE));
    };
  }

  /// @param endSecs exclusive, unless it is `startSecs`
  private record Span(long startSecs, long endSecs) {
    /// The first interval that is not asked for any more.
    long end(MetricInterval interval) {
      return Math.max(endSecs, UsageKeys.floor(interval, startSecs) + 1);
    }
  }

  private Span span(MetricRange range) {
    long start = required("start", range.start());
    long end = required("end", range.end());
    if (start > end) {
      throw invalid("`start` (" + start + ") must not be after `end` (" + end + ")");
    }
    if (end - start > LONGEST_RANGE.toSeconds()) {
      throw invalid("the range from `start` to `end` must not exceed 30 days");
    }
    if (end > nowSecs() + LEEWAY.toSeconds()) {
      throw invalid("`end` must not be in the future");
    }
    try {
      usage.flush(); // so that what has just been done is in the answer
    } catch (S2Exception e) {
      // What is durable can be told all the same.
    }
    return new Span(start, end);
  }

  private static long required(String name, OptionalLong value) {
    return value.orElseThrow(() -> invalid("`" + name + "` is required for this metric set"));
  }

  private static void requireInterval(MetricRange range, MetricInterval only) {
    if (range.interval().filter(asked -> asked != only).isPresent()) {
      throw invalid("this metric set supports the interval `" + Usage.name(only) + "` alone");
    }
  }

  private static RequestRejectedException invalid(String message) {
    return new RequestRejectedException(ErrorCode.INVALID, message);
  }

  private long nowSecs() {
    return TimeUnit.MILLISECONDS.toSeconds(time.epochMillis());
  }

  private List<Metric> operations(String basin, Span span, MetricInterval interval) {
    return Arrays.stream(Operation.values())
        .map(each ->
            sums(Usage.name(each), Unit.OPERATIONS, basin, Usage.operation(each), span, interval))
        .filter(each -> !each.values().isEmpty())
        .<Metric>map(each -> each)
        .toList();
  }

  private Metric.Accumulation sums(
      String name, Unit unit, String basin, String metric, Span span, MetricInterval interval) {
    byte[] series = UsageKeys.counters(interval, basin, metric);
    byte[] from = UsageKeys.at(series, UsageKeys.floor(interval, span.startSecs()));
    byte[] to = UsageKeys.at(series, span.end(interval));
    List<Point> points =
        reads.call(
            "usage",
            storage -> {
              var found = new ArrayList<Point>();
              storage.scan(
                  from,
                  to,
                  (key, row) -> {
                    double sum = new RowReader(row).u64();
                    return found.add(new Point(UsageKeys.secsOf(key), sum));
                  });
              return found;
            });
    return new Metric.Accumulation(name, unit, interval, points);
  }

  private Metric.Gauge storage(Series series, Span span, MetricInterval interval) {
    long step = UsageKeys.secs(interval);
    NavigableMap<Long, Long> known =
        reads.call(
            "usage",
            storage -> {
              var samples = samples(storage, series, span);
              // Of the interval that is not over, what is there now: exact, sampled or not.
              Optional<byte[]> total = storage.get(UsageKeys.total(series));
              samples.put(
                  UsageKeys.floor(interval, nowSecs()) + step,
                  total.isEmpty() ? 0 : new RowReader(total.get()).u64());
              return samples;
            });
    var points = new ArrayList<Point>();
    long last = Math.min(span.endSecs(), nowSecs());
    for (long at = UsageKeys.floor(interval, span.startSecs()); at <= last; at += step) {
      Map.Entry<Long, Long> sample = known.floorEntry(at + step);
      points.add(new Point(at, sample == null ? 0 : sample.getValue()));
    }
    return new Metric.Gauge("stored-bytes", Unit.BYTES, points);
  }

  /// Stored bytes by the second from which on they held: the end of the interval they were sampled
  /// in.
  private static NavigableMap<Long, Long> samples(Storage storage, Series series, Span span)
      throws IOException {
    var known = new TreeMap<Long, Long>();
    for (MetricInterval interval : OldUsage.SAMPLED) {
      byte[] all = UsageKeys.samples(interval, series);
      long step = UsageKeys.secs(interval);
      byte[] start = UsageKeys.at(all, Math.max(0, span.startSecs() - step));
      byte[] from = storage.floor(start, UsageKeys.at(all, 0)).map(Map.Entry::getKey).orElse(start);
      storage.scan(
          from,
          UsageKeys.at(all, span.endSecs() + step),
          (key, row) -> {
            known.putIfAbsent(UsageKeys.secsOf(key) + step, new RowReader(row).u64());
            return true;
          });
    }
    return known;
  }

  /// The basins with a stream that was created before the end, and those in which anything was
  /// counted meanwhile: there, the streams may be gone since.
  private List<String> activeBasins(Span span) {
    return reads.call(
        "the basins",
        storage -> {
          var active = new ArrayList<String>();
          byte[] table = Keys.basin("");
          storage.scan(
              table,
              Keys.afterPrefix(table),
              (key, row) -> {
                String basin = Keys.nameOf(key, table.length);
                if (hadStream(storage, basin, span) || wasUsed(storage, basin, span)) {
                  active.add(basin);
                }
                return true;
              });
          return active;
        });
  }

  private static boolean hadStream(Storage storage, String basin, Span span) throws IOException {
    var end = Instant.ofEpochSecond(span.endSecs() + 1); // the second in which a caller asks counts
    byte[] streams = Keys.streamsOf(basin);
    boolean[] found = new boolean[1];
    storage.scan(
        streams,
        Keys.afterPrefix(streams),
        (key, row) -> {
          found[0] = StreamRow.decode(row).createdAt().isBefore(end);
          return !found[0];
        });
    return found[0];
  }

  private static boolean wasUsed(Storage storage, String basin, Span span) throws IOException {
    var metrics = new ArrayList<>(List.of(Usage.APPEND_BYTES, Usage.UNARY_READS));
    metrics.add(Usage.operation(Operation.DELETE_STREAM));
    for (String metric : metrics) {
      byte[] series = UsageKeys.counters(MetricInterval.HOUR, basin, metric);
      byte[] from = UsageKeys.at(series, UsageKeys.floor(MetricInterval.HOUR, span.startSecs()));
      Optional<byte[]> first =
          storage.keys(from, UsageKeys.at(series, span.end(MetricInterval.HOUR)), 1).stream()
              .findFirst();
      if (first.isPresent()) {
        return true;
      }
    }
    return false;
  }
}
