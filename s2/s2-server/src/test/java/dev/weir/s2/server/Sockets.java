package dev.weir.s2.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/// Sockets that send at once, and that all can be closed: OkHttp keeps a connection for as long as
/// a duplex call has not ended its half.
final class Sockets extends SocketFactory implements AutoCloseable {
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  @Override
  public Socket createSocket() throws IOException {
    return opened(new Socket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return opened(new Socket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return opened(new Socket(host, port, from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return opened(new Socket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return opened(new Socket(host, port, from, fromPort));
  }

  private Socket opened(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    open.add(socket);
    return socket;
  }

  @Override
  public void close() {
    for (var socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed, or as good as.
      }
    }
  }
}
