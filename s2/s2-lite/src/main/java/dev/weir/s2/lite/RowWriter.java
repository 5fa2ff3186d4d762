package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import java.util.Arrays;

/// Writes a row's parts one behind the other. Numbers of a fixed width are big-endian; a varint has
/// seven bits a byte, the lowest first. Where it is told the exact size, nothing is copied twice.
final class RowWriter {
  private byte[] buffer;
  private int size;

  RowWriter(int expectedBytes) {
    buffer = new byte[expectedBytes];
  }

  RowWriter u8(int value) {
    room(1);
    buffer[size++] = (byte) value;
    return this;
  }

  RowWriter u64(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// How many bytes [#varint] writes.
  static int varintSize(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
  }

  /// How many bytes [#bytes] writes.
  static int size(Bytes value) {
    return varintSize(value.size()) + value.size();
  }

  RowWriter varint(long value) {
    room(varintSize(value));
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  /// The bytes, after their number as a varint.
  RowWriter bytes(Bytes value) {
    varint(value.size());
    room(value.size());
    value.copyTo(buffer, size);
    size += value.size();
    return this;
  }

  RowWriter raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
    return this;
  }

  byte[] toArray() {
    return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
  }

  private void room(int bytes) {
    if (buffer.length - size < bytes) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + bytes));
    }
  }
}
