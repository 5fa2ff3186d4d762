package dev.weir.bench.load;

import dev.weir.bench.http.AnswerScanner;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// A kept-alive HTTP/1.1 connection of a client, one request at a time. Used by the loop's thread
/// alone.
final class Wire {
  /// Told of each answer, part by part.
  interface Listener extends AnswerScanner.Listener {
    /// The connection is of no more use.
    void broken(IOException why);
  }

  /// One for all: whoever reads has done with it before the next one reads.
  private static final ByteBuffer INPUT = ByteBuffer.allocateDirect(256 << 10);

  private static final byte[] BYTES = new byte[INPUT.capacity()];

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Listener listener;
  private final AnswerScanner scanner;
  private @Nullable ByteBuffer output;
  private boolean closed;

  private Wire(SocketChannel channel, SelectionKey key, Listener listener) {
    this.channel = channel;
    this.key = key;
    this.listener = listener;
    this.scanner = new AnswerScanner(listener);
  }

  /// Connects; what is sent meanwhile follows once the connection is there.
  static Wire open(Loop loop, URI server, Listener listener) throws IOException {
    var channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      var interest = channel.isConnected() ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
      var key = channel.register(loop.selector(), interest);
      var wire = new Wire(channel, key, listener);
      key.attach(wire);
      return wire;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void send(byte[] request) {
    scanner.expect(request[0] == 'H');
    output = ByteBuffer.wrap(request);
    if (channel.isConnected()) {
      guarded(this::write);
    }
  }

  /// The selector says that there is something to do.
  void ready() {
    guarded(() -> {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        write();
      } else if (key.isWritable()) {
        write();
      }
      if (!closed && key.isReadable()) {
        read();
      }
    });
  }

  private interface Step {
    void run() throws IOException;
  }

  private void guarded(Step step) {
    if (closed) {
      return;
    }
    try {
      step.run();
    } catch (IOException e) {
      close();
      listener.broken(e);
    }
  }

  private void write() throws IOException {
    var left = output;
    if (left == null) {
      return;
    }
    channel.write(left);
    var done = !left.hasRemaining();
    output = done ? null : left;
    key.interestOps(done ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  private void read() throws IOException {
    INPUT.clear();
    var length = channel.read(INPUT);
    if (length < 0) {
      throw new EOFException("closed by the server");
    }
    INPUT.flip().get(BYTES, 0, length);
    scanner.accept(BYTES, length);
  }

  void close() {
    closed = true;
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
