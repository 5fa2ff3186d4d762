package dev.weir.s2.lite;

import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.SequencedRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds and reads the records of a stream, in memory where they are recent, else in the storage.
/// Records that have expired are passed over, whether they are still there or not.
final class RecordReader {
  private final Reads reads;
  private final Time time;

  RecordReader(Reads reads, Time time) {
    this.reads = reads;
    this.time = time;
  }

  /// Fills `batch` with durable records from its start on, and leaves its end where the next
  /// begins: at the tail if there is nothing more.
  ///
  /// @param state the durable state to read in
  /// @param seal the reader's, if the stream is encrypted
  void read(ActiveStream stream, StreamState state, BatchBuilder batch, Optional<RecordSeal> seal) {
    batch.skipTo(Math.max(state.trimPoint(), stream.firstRow()));
    List<RecentBatch> recent = stream.log().from(batch.next());
    if (recent.isEmpty()) {
      reads.call(
          stream.key(),
          storage ->
              new RowScan(storage, stream, batch, seal, time.epochMillis())
                  .upTo(state.nextSeqNum()));
      return;
    }
    readRecent(recent, batch, seal);
  }

  private void readRecent(List<RecentBatch> recent, BatchBuilder batch, Optional<RecordSeal> seal) {
    long now = time.epochMillis();
    for (RecentBatch each : recent) {
      if (each.isExpired(now)) {
        batch.skipTo(each.end().seqNum());
      } else if (!offer(each, batch, seal)) {
        return;
      }
    }
  }

  private static boolean offer(RecentBatch recent, BatchBuilder batch, Optional<RecordSeal> seal) {
    List<SequencedRecord> records;
    try {
      records = recent.records(seal);
    } catch (RequestRejectedException e) {
      if (batch.records().isEmpty()) {
        throw e;
      }
      return false; // what was read with the right key is delivered first
    }
    return batch.offer(records);
  }

  /// The first record with this timestamp or a later one, or one before it that is gone; the tail
  /// if there is none.
  long findTimestamp(ActiveStream stream, StreamState state, long timestamp) {
    return reads.call(stream.key(), storage -> search(storage, stream, state, timestamp));
  }

  /// A binary search over the rows. Timestamps never decrease along a stream, so all records before
  /// `low` are earlier, and the one at `high` is not.
  private static long search(
      Storage storage, ActiveStream stream, StreamState state, long timestamp) throws IOException {
    var rows = new Rows(storage, stream);
    long low = Math.max(state.trimPoint(), stream.firstRow());
    long high = state.nextSeqNum();
    while (low < high) {
      long middle = low + (high - low) / 2;
      Map.Entry<byte[], byte[]> row = rows.at(middle).orElse(null);
      if (row == null) {
        low = middle + 1; // gone since
        continue;
      }
      long first = Keys.seqNumOfRow(row.getKey());
      if (BatchRow.isGap(row.getValue())) {
        long end = BatchRow.gapEnd(row.getValue());
        boolean isEarlier = end < high && rows.firstTimestampIsBefore(end, timestamp);
        low = isEarlier ? end : low;
        high = isEarlier ? high : Math.max(first, low);
        continue;
      }
      long[] timestamps = Rows.timestamps(first, row.getValue());
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

  private static int firstAtOrAfter(long[] timestamps, long timestamp) {
    int index = 0;
    while (index < timestamps.length && Long.compareUnsigned(timestamps[index], timestamp) < 0) {
      index++;
    }
    return index;
  }
}
