package dev.weir.s2;

import java.util.OptionalLong;

/// Where a read stops at the latest. All unsigned.
///
/// @param count records at most
/// @param bytes metered bytes at most
/// @param until stop before the first record with this timestamp or a later one
public record ReadLimit(OptionalLong count, OptionalLong bytes, OptionalLong until) {
  /// No limit.
  public static final ReadLimit NONE =
      new ReadLimit(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /// At most `count` records.
  public static ReadLimit count(long count) {
    return new ReadLimit(OptionalLong.of(count), OptionalLong.empty(), OptionalLong.empty());
  }

  /// Whether nothing is limited.
  public boolean isNone() {
    return count.isEmpty() && bytes.isEmpty() && until.isEmpty();
  }
}
