package dev.weir.s2;

/// The limits of the S2 v1 API that hold for every implementation.
public final class S2Limits {
  /// Metered bytes of one record, inclusive.
  public static final int MAX_RECORD_METERED_BYTES = 1024 * 1024;

  /// Metered bytes of a record beside its headers and its body.
  public static final int RECORD_OVERHEAD_METERED_BYTES = 8;

  /// Records in one append or one delivered batch.
  public static final int MAX_BATCH_RECORDS = 1000;

  /// Metered bytes of one append or one delivered batch, inclusive.
  public static final int MAX_BATCH_METERED_BYTES = 1024 * 1024;

  /// UTF-8 bytes of a fencing token.
  public static final int MAX_FENCING_TOKEN_BYTES = 36;

  /// UTF-8 bytes of a request token.
  public static final int MAX_REQUEST_TOKEN_BYTES = 36;

  /// Items on one page of a list.
  public static final int MAX_LIST_ITEMS = 1000;

  /// Headers of one record.
  public static final int MAX_RECORD_HEADERS = 0xFFFFFF;

  private S2Limits() {}
}
