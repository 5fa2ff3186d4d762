package dev.weir.s2.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and a server, and cuts each connection after a random number of the
/// server's bytes: with an orderly end or with a reset.
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int serverPort;
  private final int maxBytes;
  private final Random random;
  private final AtomicInteger cuts = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private CuttingProxy(ServerSocket listener, int serverPort, int maxBytes, Random random) {
    this.listener = listener;
    this.serverPort = serverPort;
    this.maxBytes = maxBytes;
    this.random = random;
  }

  static CuttingProxy start(int serverPort, int maxBytes, long seed) throws IOException {
    var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var proxy = new CuttingProxy(listener, serverPort, maxBytes, new Random(seed));
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  int cuts() {
    return cuts.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        sockets.add(server);
        int bytes = random.nextInt(maxBytes);
        boolean resets = random.nextBoolean();
        threads.execute(() -> carryRequests(client, server));
        threads.execute(() -> carryAnswers(server, client, bytes, resets));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private static void carryRequests(Socket client, Socket server) {
    try (server) {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException e) {
      // either side went away
    }
  }

  private void carryAnswers(Socket server, Socket client, int bytes, boolean resets) {
    try (client;
        server) {
      var chunk = new byte[1024];
      int left = bytes;
      while (left > 0) {
        int length = server.getInputStream().read(chunk, 0, Math.min(left, chunk.length));
        if (length < 0) {
          return;
        }
        client.getOutputStream().write(chunk, 0, length);
        left -= length;
      }
      cuts.incrementAndGet();
      if (resets) {
        client.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // either side went away
    }
  }
}
