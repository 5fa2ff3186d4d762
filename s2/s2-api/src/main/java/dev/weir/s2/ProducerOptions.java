package dev.weir.s2;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How a [Producer] makes batches of records. Start from [#DEFAULT].
///
/// Throws [InvalidInputException] if `linger` is negative, `maxBatchRecords` not within 1 to 1,000,
/// or `maxBatchBytes` not within 8 bytes to 1 MiB
///
/// @param linger how long a batch waits for more records after its first; 5 ms by default, zero
///   sends what is there at once
/// @param maxBatchRecords after how many a batch is sent without waiting; 1,000 by default
/// @param maxBatchBytes metered; 1 MiB by default
/// @param matchSeqNum the number that the first record must get; each further batch must follow on
///   the one before
/// @param fencingToken what every batch names
public record ProducerOptions(
    Duration linger,
    int maxBatchRecords,
    int maxBatchBytes,
    OptionalLong matchSeqNum,
    Optional<FencingToken> fencingToken) {
  /// What S2's own clients do.
  public static final ProducerOptions DEFAULT =
      new ProducerOptions(
          Duration.ofMillis(5),
          S2Limits.MAX_BATCH_RECORDS,
          S2Limits.MAX_BATCH_METERED_BYTES,
          OptionalLong.empty(),
          Optional.empty());

  private static final int LEAST_BYTES = 8;

  public ProducerOptions {
    check(!linger.isNegative(), "linger was " + linger + ", must not be negative");
    check(
        maxBatchRecords >= 1 && maxBatchRecords <= S2Limits.MAX_BATCH_RECORDS,
        "maxBatchRecords was " + maxBatchRecords + ", must be within 1 to 1000");
    check(
        maxBatchBytes >= LEAST_BYTES && maxBatchBytes <= S2Limits.MAX_BATCH_METERED_BYTES,
        "maxBatchBytes was " + maxBatchBytes + ", must be within 8 bytes to 1 MiB");
  }

  /// The same options with this linger.
  public ProducerOptions withLinger(Duration linger) {
    return new ProducerOptions(linger, maxBatchRecords, maxBatchBytes, matchSeqNum, fencingToken);
  }

  /// The same options with this many records in a batch at most.
  public ProducerOptions withMaxBatchRecords(int records) {
    return new ProducerOptions(linger, records, maxBatchBytes, matchSeqNum, fencingToken);
  }

  /// The same options with this many metered bytes in a batch at most.
  public ProducerOptions withMaxBatchBytes(int bytes) {
    return new ProducerOptions(linger, maxBatchRecords, bytes, matchSeqNum, fencingToken);
  }

  /// The same options for records of which the first must get `seqNum`.
  public ProducerOptions withMatchSeqNum(long seqNum) {
    return new ProducerOptions(
        linger, maxBatchRecords, maxBatchBytes, OptionalLong.of(seqNum), fencingToken);
  }

  /// The same options for a stream whose fencing token is `token`.
  public ProducerOptions withFencingToken(FencingToken token) {
    return new ProducerOptions(
        linger, maxBatchRecords, maxBatchBytes, matchSeqNum, Optional.of(token));
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new InvalidInputException(message);
    }
  }
}
