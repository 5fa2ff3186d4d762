package dev.weir.s2.lite;

import dev.weir.s2.S2Limits;
import dev.weir.s2.SequencedRecord;
import java.util.ArrayList;
import java.util.List;

/// Gathers the records of one delivered batch, within a batch's own limits and those of the read.
final class BatchBuilder {
  private final ReadBudget budget;
  private final List<SequencedRecord> records = new ArrayList<>();
  private long bytes;
  private long next;
  private boolean ended;
  private List<SequencedRecord> rest = List.of();
  private boolean readsAhead;

  /// @param from records before it are passed over
  BatchBuilder(ReadBudget budget, long from) {
    this.budget = budget;
    this.next = from;
  }

  /// Takes what fits; false once nothing more does.
  boolean offer(List<SequencedRecord> batch) {
    for (int i = 0; i < batch.size(); i++) {
      SequencedRecord record = batch.get(i);
      if (record.seqNum() >= next && !offer(record)) {
        rest = batch.subList(i, batch.size());
        return false;
      }
    }
    return true;
  }

  private boolean offer(SequencedRecord record) {
    long metered = record.meteredBytes();
    if (records.size() == S2Limits.MAX_BATCH_RECORDS
        || bytes + metered > S2Limits.MAX_BATCH_METERED_BYTES) {
      return false;
    }
    if (!budget.spend(record)) {
      ended = true;
      return false;
    }
    records.add(record);
    bytes += metered;
    next = record.seqNum() + 1;
    return true;
  }

  /// What was offered and did not fit: the next batch begins with it, and need not read it again.
  List<SequencedRecord> rest() {
    return rest;
  }

  /// Marks the batch as one of a walk that goes on.
  BatchBuilder readingAhead(boolean readsAhead) {
    this.readsAhead = readsAhead;
    return this;
  }

  boolean readsAhead() {
    return readsAhead;
  }

  List<SequencedRecord> records() {
    return records;
  }

  /// Where the next batch goes on.
  long next() {
    return next;
  }

  /// Passes over what is missing before `seqNum`.
  void skipTo(long seqNum) {
    next = Math.max(next, seqNum);
  }

  /// Whether a limit of the read stopped it.
  boolean hasEnded() {
    return ended;
  }
}
