package dev.weir.s2.lite;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// The rows of one stream in the storage, and what may be missing of them.
final class Rows {
  private final Storage storage;
  private final ActiveStream stream;

  Rows(Storage storage, ActiveStream stream) {
    this.storage = storage;
    this.stream = stream;
  }

  /// The last row that begins at `seqNum` or before.
  Optional<Map.Entry<byte[], byte[]>> floor(long seqNum) throws IOException {
    long id = stream.id();
    return storage.floor(Keys.row(id, seqNum), Keys.row(id, 0));
  }

  /// The row or gap that holds `seqNum`; empty if it is gone.
  Optional<Map.Entry<byte[], byte[]>> at(long seqNum) throws IOException {
    Optional<Map.Entry<byte[], byte[]>> row = floor(seqNum);
    if (row.isPresent() && end(row.get()) > seqNum) {
      return row;
    }
    requireAllBefore(seqNum, seqNum + 1);
    return Optional.empty();
  }

  /// The first number behind the row or gap.
  static long end(Map.Entry<byte[], byte[]> row) throws CorruptRowException {
    long first = Keys.seqNumOfRow(row.getKey());
    byte[] value = row.getValue();
    try {
      return BatchRow.isGap(value) ? BatchRow.gapEnd(value) : first + BatchRow.count(value);
    } catch (CorruptRowException e) {
      throw at(first, e);
    }
  }

  /// Whether the row at `seqNum`, which follows a gap, begins before `timestamp`.
  boolean firstTimestampIsBefore(long seqNum, long timestamp) throws IOException {
    Optional<Map.Entry<byte[], byte[]>> row = at(seqNum);
    if (row.isEmpty() || BatchRow.isGap(row.get().getValue())) {
      return true; // gone since: it is as if the gap went on
    }
    long first = Keys.seqNumOfRow(row.get().getKey());
    return Long.compareUnsigned(timestamps(first, row.get().getValue())[0], timestamp) < 0;
  }

  static long[] timestamps(long first, byte[] row) throws CorruptRowException {
    try {
      return BatchRow.decodeTimestamps(row);
    } catch (CorruptRowException e) {
      throw at(first, e);
    }
  }

  /// Records may be missing because they were trimmed or have expired, and for no other reason.
  void requireAllBefore(long next, long found) throws IOException {
    if (next >= found || stream.mayBeGone(found - 1)) {
      return;
    }
    if (stream.isDeleting()) {
      throw stream.key().notFound();
    }
    Optional<Map.Entry<byte[], byte[]>> gap = floor(found - 1);
    boolean isGap = gap.isPresent() && BatchRow.isGap(gap.get().getValue());
    if (isGap && Keys.seqNumOfRow(gap.get().getKey()) <= next && end(gap.get()) >= found) {
      return; // it came between two looks at the storage
    }
    throw new CorruptRowException("the records from seqNum " + next + " to " + found + " are gone");
  }

  static CorruptRowException at(long seqNum, CorruptRowException e) {
    return new CorruptRowException("the row at seqNum " + seqNum + ": " + e.getMessage());
  }
}
