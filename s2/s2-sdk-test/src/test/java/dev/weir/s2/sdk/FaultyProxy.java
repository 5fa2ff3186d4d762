package dev.weir.s2.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Stands between a client and a server, and does to each connection what its [Faults] drew for it:
/// cuts it after any byte of either direction, with an orderly end of one direction, of both, or
/// with a reset; and holds bytes back for a moment before.
final class FaultyProxy implements AutoCloseable {
  private static final List<How> HOWS = List.of(How.values());

  private final ServerSocket listener;
  private final int serverPort;
  private final Faults faults;
  private final AtomicInteger cuts = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private FaultyProxy(ServerSocket listener, int serverPort, Faults faults) {
    this.listener = listener;
    this.serverPort = serverPort;
    this.faults = faults;
  }

  /// What happens to connections, drawn from a seed. After `connections` the proxy does no harm, so
  /// that every schedule ends.
  static final class Faults {
    private final Random random;
    private final int maxBytes;
    private int connections;

    Faults(long seed, int connections, int maxBytes) {
      this.random = new Random(seed);
      this.connections = connections;
      this.maxBytes = maxBytes;
    }

    synchronized Plan next() {
      if (connections == 0) {
        return new Plan(Integer.MAX_VALUE, Integer.MAX_VALUE, How.RESET, 0);
      }
      connections--;
      // Small numbers often: the handshake and the first frames are where most can go wrong.
      int bytes = 1 + random.nextInt(1 + random.nextInt(maxBytes));
      boolean cutsRequests = random.nextBoolean();
      var how = HOWS.get(random.nextInt(HOWS.size()));
      int delayMicros = random.nextInt(4) == 0 ? random.nextInt(3_000) : 0;
      return new Plan(
          cutsRequests ? bytes : Integer.MAX_VALUE,
          cutsRequests ? Integer.MAX_VALUE : bytes,
          how,
          delayMicros);
    }
  }

  /// How a connection is cut.
  enum How {
    /// Both sides see a reset.
    RESET,
    /// Both sides see an orderly end.
    END,
    /// The direction ends in good order; the other goes on for a moment, and is then reset.
    HALF_END,
    /// The direction is silent from then on, and reset after a moment.
    SILENCE
  }

  /// What happens to one connection.
  record Plan(int requestBytes, int answerBytes, How how, int delayMicros) {}

  static FaultyProxy start(int serverPort, Faults faults) throws IOException {
    var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var proxy = new FaultyProxy(listener, serverPort, faults);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  int port() {
    return listener.getLocalPort();
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
        client.setTcpNoDelay(true);
        sockets.add(client);
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        server.setTcpNoDelay(true);
        sockets.add(server);
        var plan = faults.next();
        threads.execute(() -> carry(client, server, plan.requestBytes(), plan));
        threads.execute(() -> carry(server, client, plan.answerBytes(), plan));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void carry(Socket from, Socket to, int bytes, Plan plan) {
    try {
      var chunk = new byte[8 * 1024];
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int left = bytes;
      while (left > 0) {
        int length = in.read(chunk, 0, Math.min(left, chunk.length));
        if (length < 0) {
          to.shutdownOutput();
          return;
        }
        if (plan.delayMicros() > 0) {
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(plan.delayMicros()));
        }
        out.write(chunk, 0, length);
        left -= bytes == Integer.MAX_VALUE ? 0 : length;
      }
      cuts.incrementAndGet();
      cut(from, to, plan.how());
    } catch (IOException e) {
      close(from); // either side went away
      close(to);
    }
  }

  private static void cut(Socket from, Socket to, How how) throws IOException {
    switch (how) {
      case RESET -> reset(from, to);
      case END -> {
        from.close();
        to.close();
      }
      case HALF_END -> {
        to.shutdownOutput();
        moment();
        reset(from, to);
      }
      case SILENCE -> {
        moment();
        reset(from, to);
      }
    }
  }

  private static void moment() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
  }

  private static void reset(Socket from, Socket to) throws IOException {
    from.setSoLinger(true, 0);
    to.setSoLinger(true, 0);
    from.close();
    to.close();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed
    }
  }
}
