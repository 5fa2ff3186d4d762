package dev.weir.s2.sdk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Stands between a client and a server, and lets connections fall silent: from then on it reads
/// from neither side, and closes nothing.
final class SilentProxy implements AutoCloseable {
  /// So little is on its way to the proxy when it does not read, and the rest waits at the sender.
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ServerSocket listener;
  private final int serverPort;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Semaphore ended = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private SilentProxy(ServerSocket listener, int serverPort) {
    this.listener = listener;
    this.serverPort = serverPort;
  }

  static SilentProxy start(int serverPort) throws IOException {
    var listener = new ServerSocket();
    listener.setReceiveBufferSize(BUFFER_BYTES);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var proxy = new SilentProxy(listener, serverPort);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  int port() {
    return listener.getLocalPort();
  }

  /// The connections that there are fall silent. Later ones work.
  void silence() {
    lines.forEach(line -> line.silent = true);
  }

  /// Whether the client has ended a connection that nobody waited for.
  boolean hasSeenAnEnd() {
    return ended.availablePermits() > 0;
  }

  /// Waits until the client has ended so many connections more; whether it did.
  boolean awaitEnds(int connections) throws InterruptedException {
    return ended.tryAcquire(connections, 30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    listener.close();
    for (var line : lines) {
      line.close();
    }
    threads.close();
  }

  private void accept() {
    try {
      while (true) {
        var line =
            new Line(listener.accept(), new Socket(InetAddress.getLoopbackAddress(), serverPort));
        lines.add(line);
        threads.execute(() -> {
          carry(line, line.client, line.server);
          ended.release();
        });
        threads.execute(() -> carry(line, line.server, line.client));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void carry(Line line, Socket from, Socket to) {
    try (line) {
      from.setTcpNoDelay(true);
      var chunk = new byte[8 * 1024];
      int length = from.getInputStream().read(chunk);
      while (length >= 0 && !line.silent) {
        to.getOutputStream().write(chunk, 0, length);
        length = from.getInputStream().read(chunk);
      }
      if (line.silent) {
        over.await();
      }
    } catch (IOException | InterruptedException e) {
      // either side went away
    }
  }

  /// One connection, and the one behind it.
  private static final class Line implements AutoCloseable {
    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }
}
