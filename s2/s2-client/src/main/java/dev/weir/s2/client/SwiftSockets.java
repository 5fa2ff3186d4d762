package dev.weir.s2.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Sockets as S2's long answers and small requests need them.
///
/// They send at once. With Nagle's algorithm, a body that takes a second segment waits for the
/// peer's delayed acknowledgement of the first: some 40 ms on an append.
///
/// They receive much at once. OkHttp asks for 8 KiB at a time, each a call of the operating system.
final class SwiftSockets extends SocketFactory {
  @Override
  public Socket createSocket() throws IOException {
    var socket = new SwiftSocket();
    socket.setTcpNoDelay(true);
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

  private static final class SwiftSocket extends Socket {
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable InputStream in;

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
  }
}
