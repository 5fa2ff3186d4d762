package dev.weir.s2.lite;

import java.util.concurrent.atomic.AtomicLong;

/// How many recent batches streams may keep in memory, each and all together.
///
/// @param perFollowedStream metered bytes
/// @param overall metered bytes of all streams
/// @param used of `overall`; it may be passed by one batch of each followed stream
record RecentLimits(long perFollowedStream, long overall, AtomicLong used) {
  private static final long PER_IDLE_STREAM = 16 * 1024;

  static RecentLimits of(S2LiteOptions options) {
    return new RecentLimits(
        options.recentBytesPerStream(), options.recentBytes(), new AtomicLong());
  }

  long perStream(boolean followed) {
    return followed ? perFollowedStream : Math.min(PER_IDLE_STREAM, perFollowedStream);
  }

  void add(long bytes) {
    used.addAndGet(bytes);
  }

  boolean areExceeded() {
    return used.get() > overall;
  }
}
