package dev.weir.s2.wire;

import dev.weir.s2.wire.FrameException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Takes the frames of `s2s/proto` out of a run of bytes that comes in chunks of any size. Of one
/// thread at a time.
///
/// After a [#feed], take frames by [#next] until there is none. What does not make a whole frame is
/// kept, so that the decoder never holds more than one frame of 2 MiB. It is done once a frame was
/// malformed, or terminal: what comes after that is dropped.
public final class FrameDecoder {
  private static final byte[] NOTHING = {};

  /// What is allotted to a frame before its bytes have come: a length alone costs its sender
  /// little.
  private static final int FIRST_ALLOTMENT = 16 * 1024;

  private byte[] chunk = NOTHING;
  private int at;
  private int end;

  private int firstAllotment;
  private final byte[] head = new byte[Frames.HEAD_BYTES];
  private int headSize;
  private byte[] payload = NOTHING;
  private int payloadSize;
  private boolean done;

  /// A decoder at the beginning of a run of bytes.
  public FrameDecoder() {
    this(FIRST_ALLOTMENT);
  }

  private FrameDecoder(int firstAllotment) {
    this.firstAllotment = firstAllotment;
  }

  /// A decoder of what a server sends that one has chosen to talk to: it takes a frame's length at
  /// its word, which spares copying the frame as it grows.
  public static FrameDecoder ofServer() {
    return new FrameDecoder(Frames.MAX_PAYLOAD);
  }

  /// Takes a chunk, which must not change until [#next] finds no more frame.
  ///
  /// @throws IllegalStateException if the chunk before has frames left
  public void feed(byte[] bytes, int offset, int length) {
    if (at < end && !done) {
      throw new IllegalStateException("take all frames by next() before feeding more");
    }
    chunk = bytes;
    at = offset;
    end = offset + length;
  }

  /// Takes a chunk, which must not change until [#next] finds no more frame.
  public void feed(byte[] bytes) {
    feed(bytes, 0, bytes.length);
  }

  /// The next frame, if all of it has come.
  ///
  /// @throws FrameException if what came is none; the decoder is done then
  public Optional<Frame> next() throws FrameException {
    if (done) {
      return Optional.empty();
    }
    try {
      if (takeHead() && takePayload()) {
        return Optional.of(finish());
      }
    } catch (FrameException e) {
      release();
      done = true;
      throw e;
    }
    chunk = NOTHING;
    at = 0;
    end = 0;
    return Optional.empty();
  }

  /// Says that no more bytes come, once [#next] has found no more frame.
  ///
  /// @throws FrameException if they ended inside a frame
  public void end() throws FrameException {
    if (headSize > 0) {
      release();
      done = true;
      throw new FrameException(Fault.TRUNCATED);
    }
  }

  private boolean takeHead() throws FrameException {
    if (headSize == Frames.HEAD_BYTES) {
      return true;
    }
    int taken = Math.min(Frames.HEAD_BYTES - headSize, end - at);
    System.arraycopy(chunk, at, head, headSize, taken);
    headSize += taken;
    at += taken;
    if (headSize < Frames.LENGTH_BYTES) {
      return false;
    }
    checkLength(); // before the flags, which an empty frame does not have
    if (headSize < Frames.HEAD_BYTES) {
      return false;
    }
    checkFlags();
    return true;
  }

  private void checkLength() throws FrameException {
    if (length() > Frames.MAX_LENGTH) {
      throw new FrameException(Fault.EXCEEDS_LIMIT);
    }
    if (length() == 0) {
      throw new FrameException(Fault.EMPTY);
    }
  }

  private void checkFlags() throws FrameException {
    if (isTerminal()) {
      if (payloadLength() < Frames.STATUS_BYTES) {
        throw new FrameException(Fault.MISSING_STATUS);
      }
    } else if ((flags() & FrameCompression.FLAGS) == FrameCompression.FLAGS) {
      throw new FrameException(Fault.UNKNOWN_COMPRESSION);
    }
  }

  private boolean takePayload() {
    int missing = payloadLength() - payloadSize;
    int taken = Math.min(missing, end - at);
    if (payloadSize == 0 && taken == missing) {
      payload = Arrays.copyOfRange(chunk, at, at + taken); // all at once, as most frames come
    } else {
      allot(payloadSize + taken);
      System.arraycopy(chunk, at, payload, payloadSize, taken);
    }
    payloadSize += taken;
    at += taken;
    return taken == missing;
  }

  /// Makes room for `size` bytes of the payload: exactly its length once that is near, so that a
  /// whole payload is the array it was collected in. Who has sent a frame as large before has shown
  /// that it does not only tell of lengths.
  private void allot(int size) {
    if (size > payload.length) {
      int whole = payloadLength();
      int room = Math.max(2 * size, firstAllotment);
      payload = Arrays.copyOf(payload, room > whole / 2 ? whole : room);
    }
  }

  private Frame finish() throws FrameException {
    byte[] whole = payload;
    int flags = flags();
    firstAllotment = Math.max(firstAllotment, whole.length);
    release();
    if ((flags & Frames.TERMINAL) != 0) {
      done = true;
      return terminal(whole);
    }
    return new Frame.Message(
        expand(FrameCompression.ofFlags(flags), whole), (flags & Frames.RECONNECT_ADVISED) != 0);
  }

  private static byte[] expand(FrameCompression compression, byte[] payload) throws FrameException {
    try {
      return compression
          .expand(payload, Frames.MAX_PAYLOAD)
          .orElseThrow(() -> new FrameException(Fault.DECOMPRESSED_EXCEEDS_LIMIT));
    } catch (IOException e) {
      throw new FrameException(Fault.CORRUPT, e);
    }
  }

  private void release() {
    payload = NOTHING;
    payloadSize = 0;
    headSize = 0;
  }

  private static Frame.Terminal terminal(byte[] payload) throws FrameException {
    int status = Byte.toUnsignedInt(payload[0]) << 8 | Byte.toUnsignedInt(payload[1]);
    byte[] body = Arrays.copyOfRange(payload, Frames.STATUS_BYTES, payload.length);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw new FrameException(Fault.INVALID_UTF_8, e);
    }
    return new Frame.Terminal(status, body);
  }

  private int length() {
    return Byte.toUnsignedInt(head[0]) << 16
        | Byte.toUnsignedInt(head[1]) << 8
        | Byte.toUnsignedInt(head[2]);
  }

  private int payloadLength() {
    return length() - 1;
  }

  private int flags() {
    return Byte.toUnsignedInt(head[Frames.LENGTH_BYTES]);
  }

  private boolean isTerminal() {
    return (flags() & Frames.TERMINAL) != 0;
  }
}
