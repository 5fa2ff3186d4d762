package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;

/// One connection of HTTP/2 with prior knowledge, frame by frame: it does what a well-behaved
/// client would not, such as never giving the server room.
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int ACK = 1;
  private static final int CANCEL = 8;

  /// What the server sent.
  @SuppressWarnings("ArrayRecordComponent")
  record Received(int type, int flags, int stream, byte[] payload) {
    boolean endsStream() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private int lastStream = -1;

  RawHttp2(InetSocketAddress server) throws IOException {
    this(server, InetAddress.getLoopbackAddress());
  }

  /// @param from one of this machine's many loopback addresses, each of which has its own ports
  RawHttp2(InetSocketAddress server, InetAddress from) throws IOException {
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(server, 10_000);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    write(frame(SETTINGS, 0, 0, new byte[0]));
  }

  Socket socket() {
    return socket;
  }

  /// Waits until the server has said how much may be sent, on a stream and on the connection.
  void awaitRoom() throws IOException {
    boolean settings = false;
    boolean room = false;
    while (!settings || !room) {
      var frame = read();
      settings |= frame.type() == SETTINGS;
      room |= frame.type() == WINDOW_UPDATE;
    }
  }

  /// Opens a stream with a request's head; the body may follow.
  int open(String method, String path, Map<String, String> headers) throws IOException {
    lastStream += 2;
    write(frame(HEADERS, END_HEADERS, lastStream, head(method, path, headers)));
    return lastStream;
  }

  static byte[] head(String method, String path, Map<String, String> headers) {
    var block = new ByteArrayOutputStream();
    literal(block, ":method", method);
    literal(block, ":scheme", "http");
    literal(block, ":path", path);
    literal(block, ":authority", "x");
    headers.forEach((name, value) -> literal(block, name, value));
    return block.toByteArray();
  }

  /// A literal header without indexing and without Huffman's coding.
  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    if (text.length() < 127) {
      block.write(text.length());
    } else {
      block.write(127);
      block.write(text.length() - 127); // enough for texts under 255
    }
    block.writeBytes(text.getBytes(US_ASCII));
  }

  /// Sends the next of a stream's body.
  void data(int stream, byte[] bytes, boolean end) throws IOException {
    int most = 16 * 1024;
    for (int at = 0; at < bytes.length || (end && at == 0); at += most) {
      int size = Math.min(most, bytes.length - at);
      boolean last = end && at + size == bytes.length;
      var part = java.util.Arrays.copyOfRange(bytes, at, at + size);
      write(frame(DATA, last ? END_STREAM : 0, stream, part));
    }
  }

  void reset(int stream) throws IOException {
    write(frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array()));
  }

  /// Lets the server send so many more bytes on the stream, and on the connection.
  void room(int stream, int bytes) throws IOException {
    byte[] increment = ByteBuffer.allocate(4).putInt(bytes).array();
    write(frame(WINDOW_UPDATE, 0, 0, increment));
    write(frame(WINDOW_UPDATE, 0, stream, increment));
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// The next frame that is no matter of the connection's own.
  ///
  /// @throws EOFException if the connection has ended
  Received next() throws IOException {
    while (true) {
      var frame = read();
      if (frame.type() != SETTINGS && frame.type() != WINDOW_UPDATE) {
        return frame;
      }
    }
  }

  /// The next frame of any kind.
  Received read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    var frame =
        new Received(
            in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), in.readNBytes(length));
    if (frame.type() == SETTINGS && frame.flags() != ACK) {
      write(frame(SETTINGS, ACK, 0, new byte[0]));
    }
    return frame;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
