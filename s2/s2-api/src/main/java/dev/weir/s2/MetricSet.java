package dev.weir.s2;

/// Which measurements to get. Which ranges and intervals a set takes is the store's to say.
public sealed interface MetricSet {
  /// Of an account.
  enum Account implements MetricSet {
    ACTIVE_BASINS,
    ACCOUNT_OPS
  }

  /// Of a basin.
  enum Basin implements MetricSet {
    STORAGE,
    APPEND_OPS,
    READ_OPS,
    READ_THROUGHPUT,
    APPEND_THROUGHPUT,
    BASIN_OPS
  }

  /// Of a stream.
  enum Stream implements MetricSet {
    STORAGE
  }
}
