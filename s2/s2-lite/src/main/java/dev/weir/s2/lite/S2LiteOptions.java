package dev.weir.s2.lite;

import java.time.Duration;
import java.time.InstantSource;

/// How an [S2Lite] runs. Start from [#DEFAULT] and change what differs.
///
/// Besides the heap, a durable store takes native memory: up to 192 MiB of write buffers, 64 MiB of
/// block cache, and what its open files' indexes take.
///
/// @param clock gives records and resources their timestamps; default the system's
/// @param appendInflightBytes how much may wait to become durable, over all streams, before further
///   appends wait; default 128 MiB, at least 4 MiB. It bounds the heap that bursts take
/// @param recentBytesPerStream how much of the end of a stream that is being followed is kept in
///   memory, so that its followers need no storage; default 256 KiB. Its last batch is kept
///   whatever its size. A stream that nobody follows keeps at most 16 KiB
/// @param recentBytes how much all streams together keep so; default 64 MiB. Beyond it a followed
///   stream keeps its last batch, another one nothing, and readers go to the storage
/// @param idleAfter how long an unused stream keeps its place in memory; default 60 s
/// @param diskReserveBytes how much room the disk must have for an append or a creation to be
///   taken; default 256 MiB, 0 for none. Trims, deletions and compaction need some of it
/// @param listener told what the store does, for metrics; default none
public record S2LiteOptions(
    InstantSource clock,
    int appendInflightBytes,
    int recentBytesPerStream,
    long recentBytes,
    Duration idleAfter,
    long diskReserveBytes,
    S2LiteListener listener) {
  /// What suits most programs.
  public static final S2LiteOptions DEFAULT =
      new S2LiteOptions(
          InstantSource.system(),
          128 * 1024 * 1024,
          256 * 1024,
          64L * 1024 * 1024,
          Duration.ofSeconds(60),
          256L * 1024 * 1024,
          S2LiteListener.NONE);

  private static final int LEAST_INFLIGHT_BYTES = 4 * 1024 * 1024;

  public S2LiteOptions {
    if (appendInflightBytes < LEAST_INFLIGHT_BYTES) {
      throw new IllegalArgumentException(
          "appendInflightBytes was " + appendInflightBytes + ", at least 4 MiB are needed");
    }
    if (diskReserveBytes < 0) {
      throw new IllegalArgumentException(
          "diskReserveBytes was " + diskReserveBytes + ", it must not be negative");
    }
    if (recentBytesPerStream < 0 || recentBytes < 0 || idleAfter.isNegative()) {
      throw new IllegalArgumentException(
          "recentBytesPerStream, recentBytes and idleAfter must not be negative, were "
              + recentBytesPerStream
              + ", "
              + recentBytes
              + " and "
              + idleAfter);
    }
  }

  /// The same options with this clock.
  public S2LiteOptions withClock(InstantSource clock) {
    return new S2LiteOptions(
        clock,
        appendInflightBytes,
        recentBytesPerStream,
        recentBytes,
        idleAfter,
        diskReserveBytes,
        listener);
  }

  /// The same options with this many bytes in flight at most.
  public S2LiteOptions withAppendInflightBytes(int bytes) {
    return new S2LiteOptions(
        clock, bytes, recentBytesPerStream, recentBytes, idleAfter, diskReserveBytes, listener);
  }

  /// The same options with this many recent bytes of all streams in memory.
  public S2LiteOptions withRecentBytes(long bytes) {
    return new S2LiteOptions(
        clock,
        appendInflightBytes,
        recentBytesPerStream,
        bytes,
        idleAfter,
        diskReserveBytes,
        listener);
  }

  /// The same options with this many recent bytes of each followed stream in memory.
  public S2LiteOptions withRecentBytesPerStream(int bytes) {
    return new S2LiteOptions(
        clock, appendInflightBytes, bytes, recentBytes, idleAfter, diskReserveBytes, listener);
  }

  /// The same options with this long until an unused stream leaves memory.
  public S2LiteOptions withIdleAfter(Duration idleAfter) {
    return new S2LiteOptions(
        clock,
        appendInflightBytes,
        recentBytesPerStream,
        recentBytes,
        idleAfter,
        diskReserveBytes,
        listener);
  }

  /// The same options with this much of the disk kept free.
  public S2LiteOptions withDiskReserveBytes(long bytes) {
    return new S2LiteOptions(
        clock, appendInflightBytes, recentBytesPerStream, recentBytes, idleAfter, bytes, listener);
  }

  /// The same options with this listener.
  public S2LiteOptions withListener(S2LiteListener listener) {
    return new S2LiteOptions(
        clock,
        appendInflightBytes,
        recentBytesPerStream,
        recentBytes,
        idleAfter,
        diskReserveBytes,
        listener);
  }
}
