package dev.weir.s2.lite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Removes rows that have expired; readers have passed them over since then. A commit removes few
/// of them, so appends never wait long behind it.
///
/// Where rows go from the beginning of their stream, the first row's number moves on. Where older
/// ones stay, because they were written with a longer retention, a gap takes their place.
final class ExpiredRows {
  private static final int MAX_ROWS_PER_COMMIT = 256;
  private static final int MAX_BYTES_PER_COMMIT = 4 * 1024 * 1024;

  private final Reads reads;
  private final Committer committer;

  ExpiredRows(Reads reads, Committer committer) {
    this.reads = reads;
    this.committer = committer;
  }

  /// Removes the run of rows that is due, and its entry.
  void remove(ActiveStream stream, Due due) {
    boolean more = true;
    while (more) {
      Run run = reads.call(stream.key(), storage -> find(storage, stream, due));
      more =
          committer.change(
              "the removal of expired rows of " + stream.key(),
              staging -> {
                stream.requireCurrent();
                if (stream.isDeleting()) {
                  return false; // all of it goes
                }
                stage(staging.mutations(), stream, run);
                staging.stored(stream, -run.meteredBytes());
                if (run.isLast()) {
                  staging.mutations().delete(due.key());
                }
                return !run.isLast();
              });
    }
  }

  /// Expired rows that stand one behind the other.
  ///
  /// @param meteredBytes of the rows
  /// @param end the first number behind them, and behind the gap that follows them if there is one
  /// @param before the row or gap before them
  private record Run(
      List<byte[]> keys,
      long meteredBytes,
      long end,
      Optional<Map.Entry<byte[], byte[]>> before,
      Optional<byte[]> gapBehind,
      boolean isLast) {}

  private static Run find(Storage storage, ActiveStream stream, Due due) throws IOException {
    long id = stream.id();
    long first = Math.max(due.seqNum(), stream.firstRow());
    var keys = new ArrayList<byte[]>();
    long[] end = {first};
    long[] bytes = new long[1];
    long[] metered = new long[1];
    storage.scan(
        Keys.row(id, first),
        Keys.row(id + 1, 0),
        (key, row) -> {
          if (BatchRow.isGap(row)) {
            return keys.isEmpty(); // left by the commit before this one
          }
          if (!BatchRow.isExpired(row, due.atMillis())) {
            return false;
          }
          keys.add(key);
          end[0] = Keys.seqNumOfRow(key) + BatchRow.count(row);
          bytes[0] += row.length;
          metered[0] += BatchRow.meteredBytes(row);
          return keys.size() < MAX_ROWS_PER_COMMIT && bytes[0] < MAX_BYTES_PER_COMMIT;
        });
    boolean isLast = keys.size() < MAX_ROWS_PER_COMMIT && bytes[0] < MAX_BYTES_PER_COMMIT;
    if (keys.isEmpty()) {
      return new Run(keys, 0, first, Optional.empty(), Optional.empty(), true);
    }
    long from = Keys.seqNumOfRow(keys.getFirst());
    Optional<Map.Entry<byte[], byte[]>> before =
        from == 0
            ? Optional.empty()
            : storage.floor(Keys.row(id, from - 1), Keys.row(id, stream.firstRow()));
    byte[] keyBehind = Keys.row(id, end[0]);
    Optional<byte[]> gap = storage.get(keyBehind).filter(BatchRow::isGap);
    long wholeEnd = gap.isPresent() ? BatchRow.gapEnd(gap.get()) : end[0];
    return new Run(keys, metered[0], wholeEnd, before, gap.map(row -> keyBehind), isLast);
  }

  private static void stage(Mutations mutations, ActiveStream stream, Run run)
      throws CorruptRowException {
    if (run.keys().isEmpty()) {
      return;
    }
    run.keys().forEach(mutations::delete);
    run.gapBehind().ifPresent(mutations::delete);
    if (run.before().isEmpty()) {
      mutations.put(Keys.firstRow(stream.id()), new RowWriter(Long.BYTES).u64(run.end()).toArray());
      stream.firstRow(run.end());
      return;
    }
    Map.Entry<byte[], byte[]> before = run.before().get();
    long first = Keys.seqNumOfRow(run.keys().getFirst());
    boolean joins = BatchRow.isGap(before.getValue()) && Rows.end(before) == first;
    mutations.put(joins ? before.getKey() : run.keys().getFirst(), BatchRow.encodeGap(run.end()));
  }
}
