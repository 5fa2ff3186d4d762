package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import dev.weir.s2.InvalidInputException;
import java.time.DateTimeException;

/// Reads what [RowWriter] wrote, and refuses anything else: a row ends where its last part ends.
final class RowReader {
  private final byte[] row;
  private int position;

  RowReader(byte[] row) {
    this.row = row;
  }

  /// Reads the leading byte, which names the row's encoding.
  RowReader expectFormat(int format) throws CorruptRowException {
    int found = u8();
    if (found != format) {
      throw new CorruptRowException("unknown row format " + found);
    }
    return this;
  }

  /// Reads the leading byte, which must lie in a range of encodings, and tells it.
  int expectFormat(int oldest, int newest) throws CorruptRowException {
    int found = u8();
    if (found < oldest || found > newest) {
      throw new CorruptRowException("unknown row format " + found);
    }
    return found;
  }

  /// What a row's fields say. They may break the rules for values of their kind.
  interface Fields<T> {
    T read(RowReader row) throws CorruptRowException;
  }

  static <T> T read(byte[] row, Fields<T> fields) throws CorruptRowException {
    var in = new RowReader(row);
    try {
      T value = fields.read(in);
      in.end();
      return value;
    } catch (InvalidInputException | DateTimeException | ArithmeticException e) {
      throw new CorruptRowException("a field that cannot be: " + e.getMessage());
    }
  }

  int u8() throws CorruptRowException {
    require(1);
    return row[position++] & 0xFF;
  }

  long u64() throws CorruptRowException {
    require(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | (row[position++] & 0xFF);
    }
    return value;
  }

  long varint() throws CorruptRowException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new CorruptRowException("varint without end");
  }

  /// A varint that counts things of which each takes at least a byte.
  int count() throws CorruptRowException {
    long count = varint();
    if (count < 0 || count > row.length - position) {
      throw new CorruptRowException("truncated: " + count + " expected");
    }
    return (int) count;
  }

  /// A view of the row itself.
  Bytes bytes() throws CorruptRowException {
    int size = count();
    position += size;
    return Bytes.wrap(row, position - size, size);
  }

  void end() throws CorruptRowException {
    if (position != row.length) {
      throw new CorruptRowException((row.length - position) + " bytes too many");
    }
  }

  private void require(int bytes) throws CorruptRowException {
    if (row.length - position < bytes) {
      throw new CorruptRowException("truncated");
    }
  }
}
