package dev.weir.s2.lite;

import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.util.List;
import java.util.Optional;

/// A durable batch as it was appended.
///
/// @param end the stream's tail behind it
/// @param expiresAtMillis unsigned
record RecentBatch(
    long firstSeqNum,
    Content content,
    StreamPosition end,
    long expiresAtMillis,
    long meteredBytes) {
  /// What is in memory of the records. Those of an encrypted stream stay sealed, so that a reader
  /// gets from memory what it would get from the disk with the same key, and no more.
  sealed interface Content {
    record Plain(List<SequencedRecord> records) implements Content {}

    /// The row as it is on disk.
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    record Sealed(byte[] row) implements Content {}
  }

  /// @param seal the reader's, if the stream is encrypted
  List<SequencedRecord> records(Optional<RecordSeal> seal) {
    return switch (content) {
      case Content.Plain(List<SequencedRecord> records) -> records;
      case Content.Sealed(byte[] row) -> opened(row, seal);
    };
  }

  private List<SequencedRecord> opened(byte[] row, Optional<RecordSeal> seal) {
    try {
      return BatchRow.decode(firstSeqNum, row, seal);
    } catch (CorruptRowException e) {
      throw new IllegalStateException("a row that was encoded here", e);
    }
  }

  int count() {
    return (int) (end.seqNum() - firstSeqNum);
  }

  boolean isExpired(long nowMillis) {
    return Long.compareUnsigned(expiresAtMillis, nowMillis) <= 0;
  }
}
