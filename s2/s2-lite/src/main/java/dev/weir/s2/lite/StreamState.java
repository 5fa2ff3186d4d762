package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import dev.weir.s2.FencingToken;
import dev.weir.s2.StreamPosition;

/// What a stream must remember besides its records: the tail row.
///
/// @param nextSeqNum the number the next record gets
/// @param lastTimestamp the last record's timestamp, 0 before the first
/// @param trimPoint records before it are gone
/// @param fencingToken what a fenced append must name
/// @param writtenAtMillis when it last changed, in milliseconds since the epoch: at the creation or
///   the last append; 0 if that was before tail rows told it
record StreamState(
    long nextSeqNum,
    long lastTimestamp,
    long trimPoint,
    FencingToken fencingToken,
    long writtenAtMillis) {
  private static final int FORMAT_WITHOUT_TIME = 1;
  private static final int FORMAT = 2;

  /// The state of a stream that is created now.
  static StreamState empty(long nowMillis) {
    return new StreamState(0, 0, 0, FencingToken.NONE, nowMillis);
  }

  StreamPosition tail() {
    return new StreamPosition(nextSeqNum, lastTimestamp);
  }

  byte[] encode() {
    return new RowWriter(64)
        .u8(FORMAT)
        .u64(nextSeqNum)
        .u64(lastTimestamp)
        .u64(trimPoint)
        .bytes(Bytes.utf8(fencingToken.value()))
        .u64(writtenAtMillis)
        .toArray();
  }

  static StreamState decode(byte[] value) throws CorruptRowException {
    return RowReader.read(value, StreamState::read);
  }

  private static StreamState read(RowReader row) throws CorruptRowException {
    int format = row.expectFormat(FORMAT_WITHOUT_TIME, FORMAT);
    return new StreamState(
        row.u64(),
        row.u64(),
        row.u64(),
        new FencingToken(row.bytes().utf8()),
        format == FORMAT ? row.u64() : 0);
  }
}
