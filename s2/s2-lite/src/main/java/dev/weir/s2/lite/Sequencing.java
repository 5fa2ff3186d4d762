package dev.weir.s2.lite;

import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.Timestamping;
import java.util.List;
import java.util.Optional;

/// How a batch takes its place in a stream: a pure step from one state to the next.
final class Sequencing {
  private static final long LAST_GCM_SEQ_NUM = 0xFFFF_FFFFL;

  private Sequencing() {}

  /// Which condition of `input` does not hold, the fence before the number.
  static Optional<Mismatch> mismatch(StreamState state, AppendInput input) {
    FencingToken current = state.fencingToken();
    if (input.fencingToken().isPresent() && !input.fencingToken().get().equals(current)) {
      return Optional.of(new Mismatch.Fence(current));
    }
    long next = state.nextSeqNum();
    return input.matchSeqNum().isPresent() && input.matchSeqNum().getAsLong() != next
        ? Optional.of(new Mismatch.SeqNum(next))
        : Optional.empty();
  }

  /// Refuses data that AES-256-GCM could not keep apart any more: its nonces are random, and 2^32
  /// of them are as many as one key may take.
  static void requireNumbers(
      StreamState state, Optional<StreamCipher> cipher, List<AppendRecord> records) {
    if (cipher.isEmpty() || cipher.get() != StreamCipher.AES_256_GCM) {
      return;
    }
    long seqNum = state.nextSeqNum();
    for (AppendRecord record : records) {
      if (seqNum > LAST_GCM_SEQ_NUM && record.command().isEmpty()) {
        throw new RequestRejectedException(
            ErrorCode.INVALID,
            "max assignable sequence number is " + LAST_GCM_SEQ_NUM + "; attempted " + seqNum);
      }
      seqNum++;
    }
  }

  /// @param nowMillis the time of arrival of the whole batch
  static long[] timestamps(
      StreamState state, Timestamping timestamping, List<AppendRecord> records, long nowMillis) {
    long[] timestamps = new long[records.size()];
    long previous = state.lastTimestamp();
    for (int i = 0; i < timestamps.length; i++) {
      long wanted = wanted(records.get(i), timestamping, nowMillis);
      previous = Long.compareUnsigned(wanted, previous) < 0 ? previous : wanted;
      timestamps[i] = previous;
    }
    return timestamps;
  }

  private static long wanted(AppendRecord record, Timestamping timestamping, long nowMillis) {
    long wanted =
        switch (timestamping.mode().orElseThrow()) {
          case CLIENT_PREFER -> record.timestamp().orElse(nowMillis);
          case CLIENT_REQUIRE -> record.timestamp().orElseThrow(Sequencing::timestampMissing);
          case ARRIVAL -> nowMillis;
        };
    boolean isFuture = Long.compareUnsigned(wanted, nowMillis) > 0;
    return isFuture && !timestamping.uncapped().orElseThrow() ? nowMillis : wanted;
  }

  /// The state behind the batch, its commands carried out in their order.
  static StreamState after(
      StreamState state, List<AppendRecord> records, long lastTimestamp, long nowMillis) {
    long seqNum = state.nextSeqNum();
    long trimPoint = state.trimPoint();
    FencingToken token = state.fencingToken();
    for (AppendRecord record : records) {
      seqNum++;
      Optional<Command> command = record.command();
      if (command.isPresent()) {
        switch (command.get()) {
          case Command.Fence(FencingToken set) -> token = set;
          case Command.Trim(long earliest) ->
              trimPoint = Math.max(trimPoint, unsignedMin(earliest, seqNum));
        }
      }
    }
    return new StreamState(seqNum, lastTimestamp, trimPoint, token, nowMillis);
  }

  private static long unsignedMin(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }

  private static RequestRejectedException timestampMissing() {
    return new RequestRejectedException(
        ErrorCode.INVALID, "record timestamp was required but was missing");
  }
}
