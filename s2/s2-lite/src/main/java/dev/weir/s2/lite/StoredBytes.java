package dev.weir.s2.lite;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How many metered bytes streams and basins hold. Changed in the same commits as the rows
/// themselves, so a crash cannot part them. Of the commit thread alone.
///
/// A total that cannot be read begins again at nothing: it is a figure to look at, for which no
/// append may fail.
final class StoredBytes {
  private static final Logger LOG = System.getLogger(StoredBytes.class.getName());
  private static final int MAX_RECENT = 8192;

  private final Storage storage;
  private final S2LiteListener listener;
  private boolean reported;
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

  StoredBytes(Storage storage, S2LiteListener listener) {
    this.storage = storage;
    this.listener = listener;
  }

  long total(Series series) {
    Long known = recent.get(series);
    if (known != null) {
      return known;
    }
    long total = read(series);
    recent.put(series, total);
    return total;
  }

  private long read(Series series) {
    try {
      Optional<byte[]> row = storage.get(UsageKeys.total(series));
      return row.isEmpty() ? 0 : new RowReader(row.get()).u64();
    } catch (IOException e) {
      report("a total of stored bytes could not be read: " + e.getMessage(), e);
      return 0;
    }
  }

  /// Once: one damaged block holds many totals.
  private void report(String message, IOException cause) {
    if (!reported) {
      reported = true;
      listener.unreadable(message);
      LOG.log(
          Level.ERROR,
          message + ". Such totals begin again at 0, and all is served on. Restore a backup soon",
          cause);
    }
  }

  /// Stages what has come and gone. Rows from before there were totals count for nothing when they
  /// go.
  void stage(Map<Series, Long> deltas, Mutations mutations) {
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
