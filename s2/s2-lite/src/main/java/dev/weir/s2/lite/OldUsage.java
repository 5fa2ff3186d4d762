package dev.weir.s2.lite;

import dev.weir.s2.MetricInterval;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Removes usage that has become too old for its interval. Its sums stay: minutes are in hours, and
/// hours in days.
///
/// Of the samples of stored bytes the last old one stays, as it tells what has been there since.
final class OldUsage {
  /// At which intervals stored bytes are sampled.
  static final List<MetricInterval> SAMPLED = List.of(MetricInterval.MINUTE, MetricInterval.HOUR);

  private static final int MAX_ROWS_PER_COMMIT = 512;

  private final Committer committer;
  private final Reads reads;

  OldUsage(Committer committer, Reads reads) {
    this.committer = committer;
    this.reads = reads;
  }

  /// How long an interval is kept; a query spans 30 days at most.
  static Duration kept(MetricInterval interval) {
    return switch (interval) {
      case MINUTE -> Duration.ofDays(2);
      case HOUR -> Duration.ofDays(35);
      case DAY -> Duration.ofDays(400);
    };
  }

  void remove(long nowSecs) {
    for (MetricInterval interval : MetricInterval.values()) {
      long before = nowSecs - kept(interval).toSeconds();
      removeAll(UsageKeys.allOf(true, interval), before, false);
      if (SAMPLED.contains(interval)) {
        removeAll(UsageKeys.allOf(false, interval), before, true);
      }
    }
  }

  private void removeAll(byte[] table, long before, boolean keepsLast) {
    Optional<byte[]> next = first(table, Keys.afterPrefix(table));
    while (next.isPresent()) {
      byte[] key = next.get();
      byte[] series = Arrays.copyOf(key, key.length - Long.BYTES);
      removeOf(series, before, keepsLast);
      next = first(UsageKeys.at(series, -1), Keys.afterPrefix(table));
    }
  }

  private Optional<byte[]> first(byte[] from, byte[] to) {
    return reads.call("usage", storage -> storage.keys(from, to, 1).stream().findFirst());
  }

  private void removeOf(byte[] series, long before, boolean keepsLast) {
    boolean more = true;
    while (more) {
      List<byte[]> keys =
          reads.call(
              "usage",
              storage -> {
                byte[] from = UsageKeys.at(series, 0);
                byte[] end = UsageKeys.at(series, before);
                byte[] to =
                    keepsLast
                        ? storage.floor(end, from).map(row -> row.getKey()).orElse(from)
                        : end;
                return storage.keys(from, to, MAX_ROWS_PER_COMMIT);
              });
      if (!keys.isEmpty()) {
        Integer unused =
            committer.change(
                "the removal of old usage",
                staging -> {
                  keys.forEach(staging.mutations()::delete);
                  return keys.size();
                });
      }
      more = keys.size() == MAX_ROWS_PER_COMMIT;
    }
  }
}
