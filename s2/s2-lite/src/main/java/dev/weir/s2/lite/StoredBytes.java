package dev.weir.s2.lite;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How many metered bytes streams and basins hold. Changed in the same commits as the rows
/// themselves, so a crash cannot part them. Of the commit thread alone.
final class StoredBytes {
  private static final int MAX_RECENT = 8192;

  private final Storage storage;
  private final Set<Series> changed = new HashSet<>();

  /// Totals as staged so far, so that a commit need not read each.
  private final Map<Series, Long> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Series, Long> eldest) {
          return size() > MAX_RECENT;
        }
      };

  StoredBytes(Storage storage) {
    this.storage = storage;
  }

  long total(Series series) throws IOException {
    Long known = recent.get(series);
    if (known != null) {
      return known;
    }
    Optional<byte[]> row = storage.get(UsageKeys.total(series));
    long total = row.isEmpty() ? 0 : new RowReader(row.get()).u64();
    recent.put(series, total);
    return total;
  }

  /// Stages what has come and gone. Rows from before there were totals count for nothing when they
  /// go.
  void stage(Map<Series, Long> deltas, Mutations mutations) throws IOException {
    for (Map.Entry<Series, Long> delta : deltas.entrySet()) {
      Series series = delta.getKey();
      long total = Math.max(0, total(series) + delta.getValue());
      recent.put(series, total);
      changed.add(series);
      mutations.put(UsageKeys.total(series), new RowWriter(Long.BYTES).u64(total).toArray());
    }
  }

  /// Forgets a series whose owner is gone.
  void remove(Series series) {
    recent.put(series, 0L);
    changed.remove(series);
  }

  /// What has changed since the last call.
  Set<Series> takeChanged() {
    Set<Series> taken = Set.copyOf(changed);
    changed.clear();
    return taken;
  }

  /// A commit failed: what is known may not be what is durable.
  void clear() {
    recent.clear();
    changed.clear();
  }
}
