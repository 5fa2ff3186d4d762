package dev.weir.livestore.syncs2;

/// What S2 takes in one append, as the original knows it, and the metered size of events.
public final class SyncLimits {
  /// Metered bytes of one record, inclusive.
  public static final int MAX_RECORD_METERED_BYTES = 1024 * 1024;

  /// Metered bytes of the records of one append together, inclusive.
  public static final int MAX_BATCH_METERED_BYTES = 1024 * 1024;

  /// Records of one append.
  public static final int MAX_RECORDS_PER_BATCH = 1000;

  /// Metered bytes of an empty record.
  public static final int RECORD_OVERHEAD_METERED_BYTES = 8;

  private SyncLimits() {}

  /// The size S2 counts for a record without headers: 8 bytes and the body's UTF-8.
  public static int recordMeteredBytes(String body) {
    return RECORD_OVERHEAD_METERED_BYTES + Utf8.size(body);
  }
}
