package dev.weir.s2.lite;

import dev.weir.s2.ReadLimit;
import dev.weir.s2.SequencedRecord;
import java.util.OptionalLong;

/// What is left of a read's limits. A record that does not fit ends the read; it is not skipped.
final class ReadBudget {
  private final OptionalLong until;
  private long count;
  private long bytes;

  ReadBudget(ReadLimit limit) {
    until = limit.until();
    count = signed(limit.count());
    bytes = signed(limit.bytes());
  }

  /// Whether there is no limit at all.
  boolean isUnlimited() {
    return until.isEmpty() && count == Long.MAX_VALUE && bytes == Long.MAX_VALUE;
  }

  boolean isSpent() {
    return count == 0 || bytes == 0;
  }

  /// Takes the record's share, if the limits admit it.
  boolean spend(SequencedRecord record) {
    long metered = record.meteredBytes();
    if (isUnlimited()) {
      return true;
    }
    if (count == 0 || bytes < metered || isTooLate(record)) {
      return false;
    }
    count--;
    bytes -= metered;
    return true;
  }

  private boolean isTooLate(SequencedRecord record) {
    return until.isPresent() && Long.compareUnsigned(record.timestamp(), until.getAsLong()) >= 0;
  }

  /// No stream gets near 2^63 records or bytes.
  private static long signed(OptionalLong unsigned) {
    long limit = unsigned.orElse(Long.MAX_VALUE);
    return limit < 0 ? Long.MAX_VALUE : limit;
  }
}
