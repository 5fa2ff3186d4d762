package dev.weir.s2.wire;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.ReadBatch;
import java.io.IOException;
import java.io.OutputStream;

/// Writes the frames of `s2s/proto`: three bytes of length, which does not count itself, one of
/// flags, and the payload. [FrameDecoder] reads them.
public final class Frames {
  static final int LENGTH_BYTES = 3;
  static final int HEAD_BYTES = LENGTH_BYTES + 1;
  static final int STATUS_BYTES = 2;

  /// Of the length that a frame states: flags and payload.
  static final int MAX_LENGTH = 2 * 1024 * 1024;

  /// Of a payload, also before it is compressed.
  static final int MAX_PAYLOAD = MAX_LENGTH - 1;

  static final int TERMINAL = 0x80;
  static final int RECONNECT_ADVISED = 0x10;

  private Frames() {}

  /// A frame's bytes. Messages under 1,024 bytes are not compressed, and terminal frames never are.
  ///
  /// @throws InvalidInputException if it does not fit into a frame, which holds 2 MiB
  public static byte[] encode(Frame frame, FrameCompression compression) {
    return switch (frame) {
      case Frame.Message(byte[] body, boolean reconnectAdvised) -> {
        var whole = new byte[HEAD_BYTES + body.length];
        System.arraycopy(body, 0, whole, HEAD_BYTES, body.length);
        yield encode(whole, reconnectAdvised ? RECONNECT_ADVISED : 0, compression);
      }
      case Frame.Terminal(int status, byte[] body) -> encodeTerminal(status, body);
    };
  }

  /// The frame of an append.
  ///
  /// @throws InvalidInputException if it does not fit into a frame
  public static byte[] encode(AppendInput input, FrameCompression compression) {
    return encode(AppendProto.encode(HEAD_BYTES, input), 0, compression);
  }

  /// Writes the frame of an append to `out`. One that is not compressed is written in pieces, as it
  /// is encoded, and never is in memory as a whole.
  ///
  /// @throws InvalidInputException if it does not fit into a frame; nothing was written
  public static void write(AppendInput input, FrameCompression compression, OutputStream out)
      throws IOException {
    int size = AppendProto.size(input);
    if (compression.forSize(size) != FrameCompression.NONE) {
      out.write(encode(input, compression));
      return;
    }
    requireFit(HEAD_BYTES + size);
    out.write(head(new byte[HEAD_BYTES], size + 1, 0));
    AppendProto.encode(input, size, out);
  }

  /// The frame of an acknowledgement.
  public static byte[] encode(AppendAck ack, FrameCompression compression) {
    return encode(AppendProto.encodeAck(HEAD_BYTES, ack), 0, compression);
  }

  /// The frame of a batch that was read.
  ///
  /// @throws InvalidInputException if it does not fit into a frame
  public static byte[] encode(ReadBatch batch, FrameCompression compression) {
    return encode(ReadProto.encode(HEAD_BYTES, batch), 0, compression);
  }

  /// @param frame has room for the head
  private static byte[] encode(byte[] frame, int flags, FrameCompression compression) {
    requireFit(frame.length);
    var used = compression.forSize(frame.length - HEAD_BYTES);
    byte[] compressed = used.compress(frame, HEAD_BYTES);
    requireFit(compressed.length); // what does not compress grows
    return head(compressed, compressed.length - LENGTH_BYTES, flags | used.flag());
  }

  private static byte[] encodeTerminal(int status, byte[] body) {
    var frame = new byte[HEAD_BYTES + STATUS_BYTES + body.length];
    requireFit(frame.length);
    frame[HEAD_BYTES] = (byte) (status >> 8);
    frame[HEAD_BYTES + 1] = (byte) status;
    System.arraycopy(body, 0, frame, HEAD_BYTES + STATUS_BYTES, body.length);
    return head(frame, frame.length - LENGTH_BYTES, TERMINAL);
  }

  private static void requireFit(int frameLength) {
    if (frameLength - HEAD_BYTES > MAX_PAYLOAD) {
      throw new InvalidInputException(
          "a message of "
              + (frameLength - HEAD_BYTES)
              + " bytes does not fit into a frame, which holds "
              + MAX_PAYLOAD
              + "; nothing was sent. Send fewer or smaller records at once");
    }
  }

  private static byte[] head(byte[] frame, int length, int flags) {
    frame[0] = (byte) (length >> 16);
    frame[1] = (byte) (length >> 8);
    frame[2] = (byte) length;
    frame[LENGTH_BYTES] = (byte) flags;
    return frame;
  }
}
