package dev.weir.s2.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.weir.s2.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Writes one protobuf message of a size that is computed beforehand. All field numbers of S2's
/// data plane are below 16, so that each tag is one byte.
///
/// It is an [OutputStream] so that [Bytes] can write themselves to it, uncopied in between.
final class ProtoWriter extends OutputStream {
  private static final int TAG_SIZE = 1;
  private static final int BUFFER_BYTES = 8 * 1024;

  private final CodedOutputStream out;

  private ProtoWriter(CodedOutputStream out) {
    this.out = out;
  }

  /// An array of `room` zeros and the message of `size` bytes behind them.
  static byte[] write(int room, int size, Body body) {
    var array = new byte[room + size];
    var out = CodedOutputStream.newInstance(array, room, size);
    try {
      body.write(new ProtoWriter(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.checkNoSpaceLeft();
    return array;
  }

  /// Writes the message of `size` bytes to `target`, in pieces.
  static void write(OutputStream target, int size, Body body) throws IOException {
    var out = CodedOutputStream.newInstance(target, BUFFER_BYTES);
    body.write(new ProtoWriter(out));
    out.flush();
    if (out.getTotalBytesWritten() != size) {
      throw new IllegalStateException(
          "a message of " + out.getTotalBytesWritten() + " bytes, computed as " + size);
    }
  }

  static int unsignedSize(long value) {
    return TAG_SIZE + CodedOutputStream.computeUInt64SizeNoTag(value);
  }

  /// The size of a number that is left out where it is 0.
  static int implicitSize(long value) {
    return value == 0 ? 0 : unsignedSize(value);
  }

  /// The size of bytes that are left out where there are none.
  static int bytesSize(Bytes value) {
    return value.isEmpty() ? 0 : fieldSize(value.size());
  }

  /// The size of a field whose content takes `size` bytes.
  static int fieldSize(int size) {
    return TAG_SIZE + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
  }

  void unsigned(int field, long value) throws IOException {
    out.writeUInt64(field, value);
  }

  /// A number that is left out where it is 0.
  void implicit(int field, long value) throws IOException {
    if (value != 0) {
      unsigned(field, value);
    }
  }

  /// Bytes that are left out where there are none.
  void bytes(int field, Bytes value) throws IOException {
    if (!value.isEmpty()) {
      presentBytes(field, value);
    }
  }

  /// Bytes that are written even where there are none.
  void presentBytes(int field, Bytes value) throws IOException {
    begin(field, value.size());
    value.writeTo(this);
  }

  /// Begins a message of `size` bytes, whose fields come next.
  void begin(int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  @Override
  public void write(int b) throws IOException {
    out.write((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /// Writes a message.
  interface Body {
    void write(ProtoWriter proto) throws IOException;
  }
}
