package dev.weir.s2.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.weir.s2.Bytes;
import java.io.IOException;

/// Reads one protobuf message field by field, without building objects for what is in between. Byte
/// fields come as views of the array.
///
/// Where S2's own server, in Rust, and Java's generated classes differ, this reads as the server: a
/// known field of another wire type is an error, not an unknown field.
final class ProtoReader {
  private final byte[] array;
  private final int offset;
  private final CodedInputStream in;
  private int tag;

  private ProtoReader(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.in = CodedInputStream.newInstance(array, offset, length);
  }

  /// Reads the message that is `length` bytes of `array` from `offset`.
  static <T> T read(byte[] array, int offset, int length, Body<T> body) throws IOException {
    return body.read(new ProtoReader(array, offset, length));
  }

  /// Goes to the next field.
  ///
  /// @return its number, or 0 at the end of the message
  int next() throws IOException {
    tag = in.readTag();
    return WireFormat.getTagFieldNumber(tag);
  }

  /// Leaves out the field that the reader stands at.
  void skip() throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("a group ends that did not begin");
    }
  }

  /// A number from 0 to 2^64 - 1.
  long unsigned() throws IOException {
    expect(WireFormat.WIRETYPE_VARINT);
    return in.readUInt64();
  }

  String text() throws IOException {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    return in.readStringRequireUtf8();
  }

  Bytes bytes() throws IOException {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int size = in.readRawVarint32();
    int from = offset + in.getTotalBytesRead();
    in.skipRawBytes(size);
    return Bytes.wrap(array, from, size);
  }

  /// A message that is a field of this one.
  <T> T message(Body<T> body) throws IOException {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int outer = in.pushLimit(in.readRawVarint32());
    T value = body.read(this);
    in.popLimit(outer);
    return value;
  }

  private void expect(int wireType) throws InvalidProtocolBufferException {
    if (WireFormat.getTagWireType(tag) != wireType) {
      throw new InvalidProtocolBufferException(
          "field "
              + WireFormat.getTagFieldNumber(tag)
              + " has wire type "
              + WireFormat.getTagWireType(tag)
              + ", expected "
              + wireType);
    }
  }

  /// Reads a message up to its end.
  interface Body<T> {
    T read(ProtoReader proto) throws IOException;
  }
}
