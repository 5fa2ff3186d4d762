package dev.weir.s2;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What to read.
///
/// Throws [InvalidInputException] if the start timestamp is not before `until`; the message is S2's
/// own
///
/// @param from where to start
/// @param clamp start at the tail where `from` lies beyond it, instead of failing
/// @param limit where to stop
/// @param maxWait how long to wait at the tail for new records, anew after each batch; empty means
///   for ever in a session without limits, else not at all
public record ReadRequest(
    ReadFrom from, boolean clamp, ReadLimit limit, Optional<Duration> maxWait) {
  public ReadRequest {
    if (from instanceof ReadFrom.Timestamp(long timestamp)
        && limit.until().isPresent()
        && Long.compareUnsigned(timestamp, limit.until().getAsLong()) >= 0) {
      throw new InvalidInputException("start `timestamp` exceeds or equal to `until`");
    }
  }

  /// From `seqNum` on.
  public static ReadRequest fromSeqNum(long seqNum) {
    return from(new ReadFrom.SeqNum(seqNum));
  }

  /// From `start` on.
  public static ReadRequest from(ReadFrom start) {
    return new ReadRequest(start, false, ReadLimit.NONE, Optional.empty());
  }

  /// The same read, starting at the tail where its start lies beyond it.
  public ReadRequest withClamp() {
    return new ReadRequest(from, true, limit, maxWait);
  }

  /// The same read, of at most `count` records.
  public ReadRequest withCount(long count) {
    return withLimit(new ReadLimit(OptionalLong.of(count), limit.bytes(), limit.until()));
  }

  /// The same read with another limit.
  public ReadRequest withLimit(ReadLimit limit) {
    return new ReadRequest(from, clamp, limit, maxWait);
  }

  /// The same read, waiting so long at the tail.
  public ReadRequest withWait(Duration maxWait) {
    return new ReadRequest(from, clamp, limit, Optional.of(maxWait));
  }

  /// Whether the read may stay at the tail once it gets there: it has no limit, or it waits. A
  /// session without limits that is told not to wait ends at the tail, but is not refused for
  /// starting there.
  public boolean mayFollow() {
    return limit.isNone() || maxWait.filter(Duration::isPositive).isPresent();
  }
}
