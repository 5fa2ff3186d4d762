package dev.weir.s2.copy;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSession;
import dev.weir.s2.S2Limits;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Appends records at the places they had. Every batch is appended on the condition of its place,
/// so that nothing is doubled or displaced, whoever else writes.
final class StreamWriter implements AutoCloseable {
  private final AppendSession session;
  private final List<AppendRecord> batch = new ArrayList<>();
  private long batchBytes;
  private long next;
  private long appended;
  private long filled;

  StreamWriter(S2Stream stream, long tail) {
    this.session = stream.openAppend();
    this.next = tail;
  }

  void append(SequencedRecord record) {
    fillTo(record.seqNum(), record.timestamp());
    add(new AppendRecord(OptionalLong.of(record.timestamp()), record.headers(), record.body()));
    appended++;
  }

  void fillTo(long seqNum, long timestamp) {
    while (next < seqNum) {
      add(Filler.at(next, seqNum, timestamp));
      filled++;
    }
  }

  private void add(AppendRecord record) {
    long bytes = record.meteredBytes();
    if (batch.size() == S2Limits.MAX_BATCH_RECORDS
        || batchBytes + bytes > S2Limits.MAX_BATCH_METERED_BYTES) {
      submit();
    }
    batch.add(record);
    batchBytes += bytes;
    next++;
  }

  private void submit() {
    if (!batch.isEmpty()) {
      // The first that fails ends the session, and with it this copy.
      var unused = session.submit(AppendInput.of(batch).withMatchSeqNum(next - batch.size()));
      batch.clear();
      batchBytes = 0;
    }
  }

  /// Waits until everything is durable.
  void finish() {
    submit();
    session.close();
  }

  long next() {
    return next;
  }

  long appended() {
    return appended;
  }

  long filled() {
    return filled;
  }

  /// Drops what is not yet appended.
  @Override
  public void close() {
    session.abort();
  }
}
