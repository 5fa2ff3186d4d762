package dev.weir.livestore.syncs2;

/// Events that S2 cannot take, found before anything was sent. Nothing of the batch may be
/// appended: the event stays too large however often it is tried.
public final class S2LimitExceededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Which of S2's limits.
  public enum LimitType {
    /// Metered bytes of one record.
    RECORD_METERED_BYTES("record-metered-bytes"),
    /// Metered bytes of one append.
    BATCH_METERED_BYTES("batch-metered-bytes"),
    /// Records of one append.
    BATCH_COUNT("batch-count");

    private final String wireName;

    LimitType(String wireName) {
      this.wireName = wireName;
    }

    /// The original's name of the limit.
    public String wireName() {
      return wireName;
    }
  }

  private final LimitType limitType;
  private final long max;
  private final long actual;
  private final int recordIndex;

  /// @param max the limit, inclusive
  /// @param recordIndex the place of the record in what was to be appended, from 0
  public S2LimitExceededException(LimitType limitType, long max, long actual, int recordIndex) {
    super(
        "batch[%d] exceeds S2's limit %s: %d, but at most %d; nothing was appended"
            .formatted(recordIndex, limitType.wireName(), actual, max));
    this.limitType = limitType;
    this.max = max;
    this.actual = actual;
    this.recordIndex = recordIndex;
  }

  /// The limit that was exceeded.
  public LimitType limitType() {
    return limitType;
  }

  /// The greatest value allowed.
  public long max() {
    return max;
  }

  /// The value found.
  public long actual() {
    return actual;
  }

  /// The place of the record that is too large, from 0.
  public int recordIndex() {
    return recordIndex;
  }
}
