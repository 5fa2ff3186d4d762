package dev.weir.s2.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Sockets as S2's long answers and small requests need them.
///
/// They send at once. With Nagle's algorithm, a body that takes a second segment waits for the
/// peer's delayed acknowledgement of the first: some 40 ms on an append.
///
/// They receive and send much at once. OkHttp asks for 8 KiB at a time, each a call of the
/// operating system, and writes a few bytes before each piece of a body.
///
/// They can be severed while somebody waits in a write.
final class SwiftSockets extends SocketFactory {
  private final Set<SwiftSocket> open = ConcurrentHashMap.newKeySet();

  @Override
  public Socket createSocket() throws IOException {
    var socket = new SwiftSocket();
    socket.setTcpNoDelay(true);
    open.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  /// Ends the connection of `socket` at once: whoever waits in a write to it fails, and what is not
  /// sent yet never is. `socket` may be TLS above one of these, whose own close would wait for the
  /// one who writes.
  void sever(Socket socket) {
    open.stream().filter(each -> each.carries(socket)).forEach(SwiftSocket::sever);
  }

  /// Ends all connections so.
  void severAll() {
    open.forEach(SwiftSocket::sever);
  }

  private Socket connected(InetSocketAddress to, @Nullable InetSocketAddress from)
      throws IOException {
    var socket = createSocket();
    try {
      socket.bind(from);
      socket.connect(to);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private final class SwiftSocket extends Socket {
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    /// The same stream each time: what it has received ahead must not be lost.
    @Override
    public InputStream getInputStream() throws IOException {
      lock.lock();
      try {
        var own = super.getInputStream(); // says so if the socket cannot receive
        if (in == null) {
          in = new BufferedInputStream(own, RECEIVE_BYTES);
        }
        return in;
      } finally {
        lock.unlock();
      }
    }

    /// The same stream each time: what it keeps must not be overtaken.
    @Override
    public OutputStream getOutputStream() throws IOException {
      lock.lock();
      try {
        var own = super.getOutputStream(); // says so if the socket cannot send
        if (out == null) {
          out = new DataFrameOutput(own);
        }
        return out;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      super.close();
    }

    private boolean carries(Socket socket) {
      return this == socket
          || (isConnected()
              && Objects.equals(getLocalSocketAddress(), socket.getLocalSocketAddress())
              && Objects.equals(getRemoteSocketAddress(), socket.getRemoteSocketAddress()));
    }

    private void sever() {
      try {
        try {
          setSoLinger(true, 0);
        } finally {
          close();
        }
      } catch (IOException e) {
        // it is closed
      }
    }
  }
}
