package dev.weir.s2.lite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Removes the rows that trims have left behind. A trim itself only moves the trim point, which
/// readers heed at once; the rows go later, on the background thread.
///
/// They are deleted one by one and from the stream's first row on, so that the work is that of the
/// rows that go. A range deletion would be one piece of work instead, but each of them stays in the
/// way of every read and of every further trim until it is compacted. The first row's number is
/// kept beside the stream, so that nothing walks over deleted rows to find it.
final class TrimmedRows {
  private static final int MAX_ROWS_PER_COMMIT = 512;

  /// Records; fewer are in tables with others, most likely.
  private static final int WORTH_RECLAIMING = 256;

  private final Reads reads;
  private final Committer committer;

  TrimmedRows(Reads reads, Committer committer) {
    this.reads = reads;
    this.committer = committer;
  }

  /// Removes the rows that lie wholly before the durable trim point. The one that holds it stays
  /// whole; readers skip its beginning. What is cut off by a failure or a close is done when the
  /// stream is next in use.
  void remove(ActiveStream stream) {
    long before = stream.firstRow();
    boolean more = true;
    while (more) {
      more = removeSome(stream);
    }
    if (stream.firstRow() - before >= WORTH_RECLAIMING) {
      reads.reclaim(stream, stream.firstRow());
    }
  }

  private boolean removeSome(ActiveStream stream) {
    long trimPoint = stream.durable().trimPoint();
    Rest rest = reads.call(stream.key(), storage -> find(storage, stream, trimPoint));
    if (rest.rows().isEmpty()) {
      return false;
    }
    boolean removed =
        committer.change(
            "the removal of trimmed rows of " + stream.key(),
            staging -> {
              stream.requireCurrent();
              if (stream.isDeleting()) {
                return false; // all of it goes
              }
              Mutations mutations = staging.mutations();
              rest.rows().forEach(mutations::delete);
              staging.stored(stream, -rest.meteredBytes());
              mutations.put(
                  Keys.firstRow(stream.id()),
                  new RowWriter(Long.BYTES).u64(rest.first()).toArray());
              return true;
            });
    stream.firstRow(rest.first());
    return removed;
  }

  /// @param rows to delete next
  /// @param meteredBytes of the rows
  /// @param first the first row that may exist once they are deleted
  private record Rest(List<byte[]> rows, long meteredBytes, long first) {}

  private static Rest find(Storage storage, ActiveStream stream, long trimPoint)
      throws IOException {
    long id = stream.id();
    byte[] from = Keys.row(id, stream.firstRow());
    byte[] kept = storage.floor(Keys.row(id, trimPoint), from).map(Map.Entry::getKey).orElse(from);
    var rows = new ArrayList<byte[]>();
    long[] meteredBytes = new long[1];
    storage.scan(
        from,
        kept,
        (key, row) -> {
          rows.add(key);
          meteredBytes[0] += BatchRow.meteredBytes(row);
          return rows.size() < MAX_ROWS_PER_COMMIT;
        });
    boolean isAll = rows.size() < MAX_ROWS_PER_COMMIT;
    byte[] last = isAll ? kept : rows.getLast();
    return new Rest(rows, meteredBytes[0], Keys.seqNumOfRow(last) + (isAll ? 0 : 1));
  }
}
