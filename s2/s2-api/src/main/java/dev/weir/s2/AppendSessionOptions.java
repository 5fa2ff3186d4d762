package dev.weir.s2;

/// How much an [AppendSession] may have unacknowledged before a submit waits.
///
/// Throws [InvalidInputException] if `maxInflightBytes` is less than the largest batch, or
/// `maxInflightBatches` less than 1
///
/// @param maxInflightBytes metered; default 5 MiB, at least 1 MiB
/// @param maxInflightBatches default unlimited
public record AppendSessionOptions(long maxInflightBytes, int maxInflightBatches) {
  /// What S2's own clients take.
  public static final AppendSessionOptions DEFAULT =
      new AppendSessionOptions(5L * 1024 * 1024, Integer.MAX_VALUE);

  public AppendSessionOptions {
    if (maxInflightBytes < S2Limits.MAX_BATCH_METERED_BYTES) {
      throw new InvalidInputException(
          "maxInflightBytes was " + maxInflightBytes + ", must be at least 1 MiB: one whole batch");
    }
    if (maxInflightBatches < 1) {
      throw new InvalidInputException(
          "maxInflightBatches was " + maxInflightBatches + ", must be at least 1");
    }
  }

  /// The same options with this many metered bytes.
  public AppendSessionOptions withMaxInflightBytes(long bytes) {
    return new AppendSessionOptions(bytes, maxInflightBatches);
  }

  /// The same options with this many batches.
  public AppendSessionOptions withMaxInflightBatches(int batches) {
    return new AppendSessionOptions(maxInflightBytes, batches);
  }
}
