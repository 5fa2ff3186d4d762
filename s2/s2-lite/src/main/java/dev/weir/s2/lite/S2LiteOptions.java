package dev.weir.s2.lite;

import java.time.Duration;
import java.time.InstantSource;

/// How an [S2Lite] runs. Start from [#DEFAULT] and change what differs.
///
/// @param clock gives records and resources their timestamps; default the system's
/// @param appendInflightBytes how much may wait to become durable, over all streams, before further
///   appends wait; default 128 MiB, at least 4 MiB. It bounds the heap that bursts take
/// @param recentBytesPerStream how much of the end of each active stream is kept in memory, so that
///   its followers need no storage; default 256 KiB. The last batch is kept whatever its size
/// @param idleAfter how long an unused stream keeps its place in memory; default 60 s
public record S2LiteOptions(
    InstantSource clock, int appendInflightBytes, int recentBytesPerStream, Duration idleAfter) {
  /// What suits most programs.
  public static final S2LiteOptions DEFAULT =
      new S2LiteOptions(
          InstantSource.system(), 128 * 1024 * 1024, 256 * 1024, Duration.ofSeconds(60));

  private static final int LEAST_INFLIGHT_BYTES = 4 * 1024 * 1024;

  public S2LiteOptions {
    if (appendInflightBytes < LEAST_INFLIGHT_BYTES) {
      throw new IllegalArgumentException(
          "appendInflightBytes was " + appendInflightBytes + ", at least 4 MiB are needed");
    }
    if (recentBytesPerStream < 0 || idleAfter.isNegative()) {
      throw new IllegalArgumentException(
          "recentBytesPerStream and idleAfter must not be negative, were "
              + recentBytesPerStream
              + " and "
              + idleAfter);
    }
  }

  /// The same options with this clock.
  public S2LiteOptions withClock(InstantSource clock) {
    return new S2LiteOptions(clock, appendInflightBytes, recentBytesPerStream, idleAfter);
  }

  /// The same options with this many bytes in flight at most.
  public S2LiteOptions withAppendInflightBytes(int bytes) {
    return new S2LiteOptions(clock, bytes, recentBytesPerStream, idleAfter);
  }

  /// The same options with this many recent bytes of each active stream in memory.
  public S2LiteOptions withRecentBytesPerStream(int bytes) {
    return new S2LiteOptions(clock, appendInflightBytes, bytes, idleAfter);
  }

  /// The same options with this long until an unused stream leaves memory.
  public S2LiteOptions withIdleAfter(Duration idleAfter) {
    return new S2LiteOptions(clock, appendInflightBytes, recentBytesPerStream, idleAfter);
  }
}
