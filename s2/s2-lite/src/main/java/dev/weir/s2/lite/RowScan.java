package dev.weir.s2.lite;

import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.SequencedRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One walk over a stream's rows that fills a batch.
final class RowScan implements Storage.Visitor {
  private final Storage storage;
  private final ActiveStream stream;
  private final BatchBuilder batch;
  private final Optional<RecordSeal> seal;
  private final long nowMillis;
  private final Rows rows;
  private boolean full;
  private boolean atGap;

  RowScan(
      Storage storage,
      ActiveStream stream,
      BatchBuilder batch,
      Optional<RecordSeal> seal,
      long nowMillis) {
    this.storage = storage;
    this.stream = stream;
    this.batch = batch;
    this.seal = seal;
    this.nowMillis = nowMillis;
    rows = new Rows(storage, stream);
  }

  /// Reads from the batch's start up to `tail`, which the batch reaches unless it is full.
  BatchBuilder upTo(long tail) throws IOException {
    long id = stream.id();
    do {
      atGap = false;
      byte[] start = Keys.row(id, batch.next());
      storage.scanFrom(start, Keys.row(id, 0), Keys.row(id, tail), batch.readsAhead(), this);
      // Behind a gap the walk begins anew: what was deleted in it may still be in the way.
    } while (atGap && batch.next() < tail);
    if (!full) {
      rows.requireAllBefore(batch.next(), tail);
      batch.skipTo(tail);
    }
    return batch;
  }

  @Override
  public boolean visit(byte[] key, byte[] row) throws IOException {
    long first = Keys.seqNumOfRow(key);
    rows.requireAllBefore(batch.next(), first);
    batch.skipTo(first);
    try {
      if (BatchRow.isGap(row)) {
        long end = BatchRow.gapEnd(row);
        atGap = end > batch.next(); // else what follows it is missing, which the next row tells
        batch.skipTo(end);
        return !atGap;
      }
      if (BatchRow.isExpired(row, nowMillis)) {
        batch.skipTo(first + BatchRow.count(row));
        return true;
      }
      full = !offer(first, row);
      return !full;
    } catch (CorruptRowException e) {
      throw Rows.at(first, e);
    }
  }

  private boolean offer(long first, byte[] row) throws CorruptRowException {
    List<SequencedRecord> records;
    try {
      records = BatchRow.decode(first, row, seal);
    } catch (RequestRejectedException e) {
      if (batch.records().isEmpty()) {
        throw e;
      }
      return false; // what was read with the right key is delivered first
    }
    return batch.offer(records);
  }
}
