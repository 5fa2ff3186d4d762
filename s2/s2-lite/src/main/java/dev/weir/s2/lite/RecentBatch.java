package dev.weir.s2.lite;

import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.util.List;

/// A durable batch as it was appended.
///
/// @param end the stream's tail behind it
record RecentBatch(List<SequencedRecord> records, StreamPosition end, long meteredBytes) {
  long firstSeqNum() {
    return records.getFirst().seqNum();
  }
}
