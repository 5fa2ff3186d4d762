package dev.weir.s2;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A batch to append: all of it becomes durable, contiguous, or none of it.
///
/// Throws [InvalidInputException] if the batch is empty or too large; the message is S2's own
///
/// @param records 1 to 1,000, together at most 1 MiB metered
/// @param matchSeqNum if given, the seqNum that the first record must get
/// @param fencingToken if given, what the stream's token must be
public record AppendInput(
    List<AppendRecord> records, OptionalLong matchSeqNum, Optional<FencingToken> fencingToken) {
  public AppendInput {
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new InvalidInputException("record batch must not be empty");
    }
    if (records.size() > S2Limits.MAX_BATCH_RECORDS) {
      throw new InvalidInputException("record batch must not exceed 1000 records");
    }
    if (meteredBytes(records) > S2Limits.MAX_BATCH_METERED_BYTES) {
      throw new InvalidInputException("record batch must not exceed a metered size of 1 MiB");
    }
  }

  /// An unconditional batch.
  public static AppendInput of(List<AppendRecord> records) {
    return new AppendInput(records, OptionalLong.empty(), Optional.empty());
  }

  /// An unconditional batch.
  public static AppendInput of(AppendRecord... records) {
    return of(List.of(records));
  }

  /// The same batch, accepted only where its first record gets `seqNum`.
  public AppendInput withMatchSeqNum(long seqNum) {
    return new AppendInput(records, OptionalLong.of(seqNum), fencingToken);
  }

  /// The same batch, accepted only while the stream's token is `token`.
  public AppendInput withFencingToken(FencingToken token) {
    return new AppendInput(records, matchSeqNum, Optional.of(token));
  }

  /// The sum of the records' metered sizes.
  public long meteredBytes() {
    return meteredBytes(records);
  }

  private static long meteredBytes(List<AppendRecord> records) {
    long bytes = 0;
    for (AppendRecord record : records) {
      bytes += record.meteredBytes();
    }
    return bytes;
  }
}
