package dev.weir.s2.wire;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.SequencedRecord;
import java.util.OptionalLong;

/// The `id` of a batch event, and the `last-event-id` of the request that resumes after it. All
/// unsigned.
///
/// @param seqNum the number of the last record
/// @param count records that the connection has delivered
/// @param bytes metered bytes that the connection has delivered
public record LastEventId(long seqNum, long count, long bytes) {
  /// The id before the first batch of a connection; never sent.
  public static final LastEventId NONE = new LastEventId(0, 0, 0);

  /// The id that a header holds.
  ///
  /// @throws RequestRejectedException `BAD_HEADER`
  public static LastEventId parse(String headerValue) {
    String[] parts = headerValue.strip().split(",", -1);
    if (parts.length != 3) {
      throw bad("expected seq_num,count,bytes");
    }
    try {
      return new LastEventId(
          Long.parseUnsignedLong(parts[0]),
          Long.parseUnsignedLong(parts[1]),
          Long.parseUnsignedLong(parts[2]));
    } catch (NumberFormatException e) {
      throw bad("expected three unsigned integers");
    }
  }

  /// The id of the event that carries `batch`, after the event with this id.
  public LastEventId after(ReadBatch batch) {
    var records = batch.records();
    if (records.isEmpty()) {
      return this;
    }
    long metered = records.stream().mapToLong(SequencedRecord::meteredBytes).sum();
    return new LastEventId(records.getLast().seqNum(), count + records.size(), bytes + metered);
  }

  /// The rest of `request`: from the next record on, with what was delivered taken off its limits.
  public ReadRequest resume(ReadRequest request) {
    var limit = request.limit();
    var rest =
        new ReadLimit(minus(limit.count(), count), minus(limit.bytes(), bytes), limit.until());
    var from = new ReadFrom.SeqNum(seqNum + 1);
    return new ReadRequest(from, request.clamp(), rest, request.maxWait());
  }

  /// The header's value.
  @Override
  public String toString() {
    return Long.toUnsignedString(seqNum)
        + ","
        + Long.toUnsignedString(count)
        + ","
        + Long.toUnsignedString(bytes);
  }

  private static OptionalLong minus(OptionalLong limit, long used) {
    if (limit.isEmpty()) {
      return limit;
    }
    long whole = limit.getAsLong();
    return OptionalLong.of(Long.compareUnsigned(whole, used) <= 0 ? 0 : whole - used);
  }

  private static RequestRejectedException bad(String message) {
    return new RequestRejectedException(
        ErrorCode.BAD_HEADER, "Invalid header `last-event-id`: " + message);
  }
}
