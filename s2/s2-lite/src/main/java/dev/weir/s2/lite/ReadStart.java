package dev.weir.s2.lite;

import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadRequest;

/// Where a read begins.
final class ReadStart {
  private ReadStart() {}

  /// @throws RangeNotSatisfiableException if there is nothing to read and nothing to wait for
  static long resolve(
      RecordReader reader, ActiveStream stream, StreamState state, ReadRequest request) {
    long tail = state.nextSeqNum();
    return switch (request.from()) {
      case ReadFrom.SeqNum(long seqNum) -> bySeqNum(seqNum, state, request);
      case ReadFrom.TailOffset(long offset) ->
          bySeqNum(Long.compareUnsigned(offset, tail) > 0 ? 0 : tail - offset, state, request);
      case ReadFrom.Timestamp(long timestamp) ->
          Long.compareUnsigned(timestamp, state.lastTimestamp()) > 0
              ? beyondTail(state, request)
              : reader.findTimestamp(stream, state, timestamp);
    };
  }

  private static long bySeqNum(long seqNum, StreamState state, ReadRequest request) {
    int order = Long.compareUnsigned(seqNum, state.nextSeqNum());
    if (order > 0) {
      return beyondTail(state, request);
    }
    return order == 0 ? atTail(state, request) : seqNum;
  }

  private static long beyondTail(StreamState state, ReadRequest request) {
    if (!request.clamp()) {
      throw new RangeNotSatisfiableException(state.tail());
    }
    return atTail(state, request);
  }

  private static long atTail(StreamState state, ReadRequest request) {
    if (!request.mayFollow()) {
      throw new RangeNotSatisfiableException(state.tail());
    }
    return state.nextSeqNum();
  }
}
