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
record StreamState(long nextSeqNum, long lastTimestamp, long trimPoint, FencingToken fencingToken) {
  static final StreamState EMPTY = new StreamState(0, 0, 0, FencingToken.NONE);

  private static final int FORMAT = 1;

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
        .toArray();
  }

  static StreamState decode(byte[] value) throws CorruptRowException {
    var row = new RowReader(value).expectFormat(FORMAT);
    var state =
        new StreamState(row.u64(), row.u64(), row.u64(), new FencingToken(row.bytes().utf8()));
    row.end();
    return state;
  }
}
