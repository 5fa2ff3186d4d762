package dev.weir.s2.client;

import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.TransportException;
import java.time.Duration;
import java.util.OptionalLong;

/// How far a read has come, and so what is left to ask for on another connection. What is left is
/// always computed from what the caller asked for, however many connections there were.
///
/// @param request what the caller asked for
/// @param next the number that the next record has at least; empty while only the server knows
///   where the read starts
/// @param count records delivered
/// @param bytes metered bytes delivered, counted where the request limits them
/// @param waitingSinceNanos when the wait at the tail began, as [System#nanoTime()]; empty before
record ReadProgress(
    ReadRequest request,
    OptionalLong next,
    long count,
    long bytes,
    OptionalLong waitingSinceNanos) {

  static ReadProgress start(ReadRequest request) {
    // With a clamp the read may start before the number that was asked for.
    var next =
        request.from() instanceof ReadFrom.SeqNum(long seqNum) && !request.clamp()
            ? OptionalLong.of(seqNum)
            : OptionalLong.empty();
    return new ReadProgress(request, next, 0, 0, OptionalLong.empty());
  }

  /// @throws TransportException if the batch repeats a record
  ReadProgress after(ReadBatch batch, long nowNanos) {
    long first = batch.records().getFirst().seqNum();
    if (next.isPresent() && Long.compareUnsigned(first, next.getAsLong()) < 0) {
      throw new TransportException(
          "the read went back to record " + Long.toUnsignedString(first), true, null);
    }
    long metered = request.limit().bytes().isPresent() ? meteredBytes(batch) : 0; // costs a pass
    // A batch with a tail comes from following the stream, and starts the wait anew.
    var waiting = batch.tail().isPresent() ? OptionalLong.of(nowNanos) : OptionalLong.empty();
    return new ReadProgress(
        request,
        OptionalLong.of(batch.records().getLast().seqNum() + 1),
        count + batch.records().size(),
        bytes + metered,
        waiting);
  }

  private static long meteredBytes(ReadBatch batch) {
    return batch.records().stream().mapToLong(SequencedRecord::meteredBytes).sum();
  }

  /// A heartbeat tells where the read stands only before its first record: a tail that is ahead of
  /// the records must not make it skip them. It begins the wait, but does not prolong it.
  ReadProgress after(ReadMessage.Heartbeat heartbeat, long nowNanos) {
    return new ReadProgress(
        request,
        next.isPresent() ? next : OptionalLong.of(heartbeat.tail().seqNum()),
        count,
        bytes,
        waitingSinceNanos.isPresent() ? waitingSinceNanos : OptionalLong.of(nowNanos));
  }

  /// Whether everything that was asked for was delivered.
  boolean isComplete() {
    return isUsedUp(request.limit().count(), count) || isUsedUp(request.limit().bytes(), bytes);
  }

  /// What is left.
  ReadRequest rest(long nowNanos) {
    var limit = request.limit();
    return new ReadRequest(
        next.isPresent() ? new ReadFrom.SeqNum(next.getAsLong()) : request.from(),
        request.clamp(),
        new ReadLimit(minus(limit.count(), count), minus(limit.bytes(), bytes), limit.until()),
        request.maxWait().map(wait -> remaining(wait, nowNanos)));
  }

  private Duration remaining(Duration wait, long nowNanos) {
    if (waitingSinceNanos.isEmpty()) {
      return wait;
    }
    Duration left = wait.minusNanos(nowNanos - waitingSinceNanos.getAsLong());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static boolean isUsedUp(OptionalLong limit, long used) {
    return limit.isPresent() && Long.compareUnsigned(used, limit.getAsLong()) >= 0;
  }

  private static OptionalLong minus(OptionalLong limit, long used) {
    return limit.isEmpty() ? limit : OptionalLong.of(limit.getAsLong() - used);
  }
}
