package dev.weir.s2.lite;

import dev.weir.s2.SequencedRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds and reads the records of a stream, in memory where they are recent, else in the storage.
final class RecordReader {
  private final Reads reads;

  RecordReader(Reads reads) {
    this.reads = reads;
  }

  /// Fills `batch` with durable records from its start on, and leaves its end where the next
  /// begins: at the tail if there is nothing more.
  ///
  /// @param state the durable state to read in
  void read(ActiveStream stream, StreamState state, BatchBuilder batch) {
    batch.skipTo(state.trimPoint());
    List<RecentBatch> recent = stream.log().from(batch.next());
    if (recent.isEmpty()) {
      reads.call(stream.key(), storage -> scan(storage, stream, state, batch));
      return;
    }
    for (RecentBatch each : recent) {
      if (!batch.offer(each.records())) {
        return;
      }
    }
  }

  /// The first record with this timestamp or a later one; the tail if there is none.
  long findTimestamp(ActiveStream stream, StreamState state, long timestamp) {
    return reads.call(stream.key(), storage -> search(storage, stream, state, timestamp));
  }

  private static BatchBuilder scan(
      Storage storage, ActiveStream stream, StreamState state, BatchBuilder batch)
      throws IOException {
    long id = stream.id();
    byte[] start = Keys.row(id, batch.next());
    byte[] from = storage.floor(start, Keys.row(id, 0)).map(Map.Entry::getKey).orElse(start);
    boolean[] full = new boolean[1];
    storage.scan(
        from,
        Keys.row(id, state.nextSeqNum()),
        (key, row) -> {
          full[0] = !batch.offer(records(stream, batch, Keys.seqNumOfRow(key), row));
          return !full[0];
        });
    if (!full[0]) {
      requireAllBefore(stream, batch.next(), state.nextSeqNum());
      batch.skipTo(state.nextSeqNum());
    }
    return batch;
  }

  private static List<SequencedRecord> records(
      ActiveStream stream, BatchBuilder batch, long first, byte[] row) throws IOException {
    requireAllBefore(stream, batch.next(), first);
    batch.skipTo(first);
    try {
      return BatchRow.decode(first, row);
    } catch (CorruptRowException e) {
      throw at(first, e);
    }
  }

  /// Records may be missing because they were trimmed, and for no other reason.
  private static void requireAllBefore(ActiveStream stream, long next, long found)
      throws CorruptRowException {
    if (next >= found || stream.mayBeTrimmed(found - 1)) {
      return;
    }
    if (stream.isDeleting()) {
      throw stream.key().notFound();
    }
    throw new CorruptRowException("the records from seqNum " + next + " to " + found + " are gone");
  }

  /// A binary search over the rows. Timestamps never decrease along a stream, so all records before
  /// `low` are earlier, and the one at `high` is not.
  private static long search(
      Storage storage, ActiveStream stream, StreamState state, long timestamp) throws IOException {
    long low = state.trimPoint();
    long high = state.nextSeqNum();
    while (low < high) {
      long middle = low + (high - low) / 2;
      Optional<Map.Entry<byte[], byte[]>> row = rowOf(storage, stream.id(), middle);
      long first = row.isEmpty() ? 0 : Keys.seqNumOfRow(row.get().getKey());
      long[] timestamps = row.isEmpty() ? new long[0] : timestamps(first, row.get().getValue());
      if (first + timestamps.length <= middle) {
        requireAllBefore(stream, middle, middle + 1);
        low = middle + 1; // trimmed since
        continue;
      }
      int found = firstAtOrAfter(timestamps, timestamp);
      if (found == timestamps.length) {
        low = first + timestamps.length;
      } else if (found > 0) {
        return Math.max(first + found, low);
      } else {
        high = Math.max(first, low);
      }
    }
    return low;
  }

  private static Optional<Map.Entry<byte[], byte[]>> rowOf(Storage storage, long id, long seqNum)
      throws IOException {
    return storage.floor(Keys.row(id, seqNum), Keys.row(id, 0));
  }

  private static long[] timestamps(long first, byte[] row) throws CorruptRowException {
    try {
      return BatchRow.decodeTimestamps(row);
    } catch (CorruptRowException e) {
      throw at(first, e);
    }
  }

  private static int firstAtOrAfter(long[] timestamps, long timestamp) {
    int index = 0;
    while (index < timestamps.length && Long.compareUnsigned(timestamps[index], timestamp) < 0) {
      index++;
    }
    return index;
  }

  private static CorruptRowException at(long seqNum, CorruptRowException e) {
    return new CorruptRowException("the row at seqNum " + seqNum + ": " + e.getMessage());
  }
}
