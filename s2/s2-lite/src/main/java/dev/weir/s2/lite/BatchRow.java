package dev.weir.s2.lite;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.S2Limits;
import dev.weir.s2.SequencedRecord;
import java.util.ArrayList;
import java.util.List;

/// One appended batch as one row: when it was written, the timestamps, then headers and bodies. The
/// timestamps stand together in front, so that a search by timestamp need not read bodies. The
/// first record's number is in the key.
final class BatchRow {
  private static final int FORMAT = 1;

  private BatchRow() {}

  /// Headers and bodies, encoded before the batch has its place.
  static byte[] encodeRecords(List<AppendRecord> records, long meteredBytes) {
    var out = new RowWriter((int) meteredBytes);
    for (AppendRecord record : records) {
      out.varint(record.headers().size());
      for (Header header : record.headers()) {
        out.bytes(header.name()).bytes(header.value());
      }
      out.bytes(record.body());
    }
    return out.toArray();
  }

  /// @param timestamps of the records, never decreasing
  static byte[] encode(long writtenAtMillis, long[] timestamps, byte[] encodedRecords) {
    var out = new RowWriter(24 + 2 * timestamps.length + encodedRecords.length);
    out.u8(FORMAT).u64(writtenAtMillis).varint(timestamps.length);
    long previous = 0;
    for (long timestamp : timestamps) {
      out.varint(timestamp - previous);
      previous = timestamp;
    }
    return out.raw(encodedRecords).toArray();
  }

  static long[] decodeTimestamps(byte[] value) throws CorruptRowException {
    return timestamps(new RowReader(value));
  }

  static List<SequencedRecord> decode(long firstSeqNum, byte[] value) throws CorruptRowException {
    var in = new RowReader(value);
    long[] timestamps = timestamps(in);
    var records = new ArrayList<SequencedRecord>(timestamps.length);
    for (int i = 0; i < timestamps.length; i++) {
      records.add(new SequencedRecord(firstSeqNum + i, timestamps[i], headers(in), in.bytes()));
    }
    in.end();
    return records;
  }

  private static long[] timestamps(RowReader in) throws CorruptRowException {
    in.expectFormat(FORMAT).u64();
    int count = in.count();
    if (count == 0 || count > S2Limits.MAX_BATCH_RECORDS) {
      throw new CorruptRowException("a batch of " + count + " records");
    }
    long[] timestamps = new long[count];
    long previous = 0;
    for (int i = 0; i < count; i++) {
      long timestamp = previous + in.varint();
      if (Long.compareUnsigned(timestamp, previous) < 0) {
        throw new CorruptRowException("timestamps decrease");
      }
      timestamps[i] = timestamp;
      previous = timestamp;
    }
    return timestamps;
  }

  private static List<Header> headers(RowReader in) throws CorruptRowException {
    int count = in.count();
    var headers = new ArrayList<Header>(count);
    for (int i = 0; i < count; i++) {
      Bytes name = in.bytes();
      headers.add(new Header(name, in.bytes()));
    }
    return headers;
  }
}
