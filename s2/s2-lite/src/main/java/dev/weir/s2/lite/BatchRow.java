package dev.weir.s2.lite;

import dev.weir.s2.S2Limits;
import dev.weir.s2.SequencedRecord;
import java.util.List;
import java.util.Optional;

/// One appended batch as one row: when it was written, when it expires, the timestamps, then the
/// records. The timestamps stand together in front, so that a search by timestamp need not read
/// bodies. The first record's number is in the key.
///
/// A *gap* is such a row without records: it says that all from its own number to another one
/// expired and are gone.
final class BatchRow {
  /// An expiry that never comes.
  static final long NEVER = -1;

  private static final int FORMAT_WITHOUT_EXPIRY = 1;
  private static final int FORMAT = 2;
  private static final int GAP_FORMAT = 3;

  private BatchRow() {}

  /// @param expiresAtMillis unsigned
  /// @param timestamps of the records, never decreasing
  /// @param records encoded by [RecordsCodec]
  static byte[] encode(
      long writtenAtMillis, long expiresAtMillis, long[] timestamps, byte[] records) {
    var out = new RowWriter(size(timestamps) + records.length);
    out.u8(FORMAT).u64(writtenAtMillis).u64(expiresAtMillis).varint(timestamps.length);
    long previous = 0;
    for (long timestamp : timestamps) {
      out.varint(timestamp - previous);
      previous = timestamp;
    }
    return out.raw(records).toArray();
  }

  /// Of what stands before the records.
  private static int size(long[] timestamps) {
    int size = 1 + 2 * Long.BYTES + RowWriter.varintSize(timestamps.length);
    long previous = 0;
    for (long timestamp : timestamps) {
      size += RowWriter.varintSize(timestamp - previous);
      previous = timestamp;
    }
    return size;
  }

  /// @param end the first number behind the gap
  static byte[] encodeGap(long end) {
    return new RowWriter(1 + Long.BYTES).u8(GAP_FORMAT).u64(end).toArray();
  }

  static boolean isGap(byte[] row) {
    return row.length > 0 && row[0] == GAP_FORMAT;
  }

  static long gapEnd(byte[] row) throws CorruptRowException {
    RowReader in = new RowReader(row).expectFormat(GAP_FORMAT);
    long end = in.u64();
    in.end();
    return end;
  }

  /// Unsigned; what was written before rows told it never expires.
  static long expiresAt(byte[] row) throws CorruptRowException {
    var in = new RowReader(row);
    boolean tells = format(in) == FORMAT;
    long unused = in.u64();
    return tells ? in.u64() : NEVER;
  }

  static boolean isExpired(byte[] row, long nowMillis) throws CorruptRowException {
    return Long.compareUnsigned(expiresAt(row), nowMillis) <= 0;
  }

  static int count(byte[] row) throws CorruptRowException {
    var in = new RowReader(row);
    readTimes(in, format(in));
    return in.count();
  }

  /// What the batch meters; a gap nothing.
  static long meteredBytes(byte[] row) throws CorruptRowException {
    if (isGap(row)) {
      return 0;
    }
    var in = new RowReader(row);
    int format = format(in);
    if (format == FORMAT_WITHOUT_EXPIRY) {
      return RecordsCodec.meteredBytes(decode(0, row, Optional.empty()));
    }
    readTimes(in, format);
    long[] unused = timestamps(in);
    return RecordsCodec.meteredBytes(in);
  }

  static long[] decodeTimestamps(byte[] row) throws CorruptRowException {
    var in = new RowReader(row);
    readTimes(in, format(in));
    return timestamps(in);
  }

  /// @param seal the reader's, if the stream is encrypted
  static List<SequencedRecord> decode(long firstSeqNum, byte[] row, Optional<RecordSeal> seal)
      throws CorruptRowException {
    var in = new RowReader(row);
    int format = format(in);
    readTimes(in, format);
    long[] timestamps = timestamps(in);
    var records = new RecordsCodec(firstSeqNum, timestamps);
    if (format == FORMAT) {
      records.read(in, seal);
    } else {
      records.readPlain(in);
    }
    in.end();
    return records.decoded();
  }

  private static int format(RowReader in) throws CorruptRowException {
    return in.expectFormat(FORMAT_WITHOUT_EXPIRY, FORMAT);
  }

  private static void readTimes(RowReader in, int format) throws CorruptRowException {
    long unused = in.u64();
    if (format == FORMAT) {
      unused = in.u64();
    }
  }

  private static long[] timestamps(RowReader in) throws CorruptRowException {
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
}
