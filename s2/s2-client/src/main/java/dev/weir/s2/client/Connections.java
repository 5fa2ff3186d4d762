package dev.weir.s2.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/// A client's connections, in generations. A server that is about to go advises who uses it to go
/// on over another connection: then a new generation begins, whose pool holds none of the old
/// connections, while what is under way on those ends in peace. So it does where a connection gave
/// no answer in time: it may be dead, and nobody has said so.
final class Connections {
  private static final int MAX_IDLE = 16;
  private static final int IDLE_SECONDS = 90;
  private static final long LEAST_NANOS_BETWEEN_GENERATIONS = TimeUnit.SECONDS.toNanos(60);

  private final S2ClientConfig config;
  private final SwiftSockets sockets = new SwiftSockets();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<ConnectionPool> left = new ArrayList<>();
  private volatile Generation current;
  private boolean retiredBefore;
  private long retiredNanos;

  Connections(S2ClientConfig config) {
    this.config = config;
    this.current = generation(0);
  }

  /// The connections that new requests take.
  ///
  /// @param number counts the generations
  /// @param whole waits for an answer as long as it takes
  /// @param reads takes the silence of a heartbeat timeout for a broken connection
  /// @param sockets what they go over
  record Generation(
      int number,
      ConnectionPool pool,
      OkHttpClient whole,
      OkHttpClient reads,
      SwiftSockets sockets) {}

  Generation current() {
    return current;
  }

  /// Begins a new generation where `advised` is the current one; whether the advice should be
  /// followed. It should once a minute: a server that keeps giving it has nowhere to send us.
  boolean retire(Generation advised) {
    lock.lock();
    try {
      if (advised.number() != current.number()) {
        return true; // somebody else heard it first
      }
      long now = System.nanoTime();
      if (retiredBefore && now - retiredNanos < LEAST_NANOS_BETWEEN_GENERATIONS) {
        return false;
      }
      retiredBefore = true;
      retiredNanos = now;
      succeed(advised);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Begins a new generation where `silent`, which gave no answer in time, is the current one. That
  /// is no more often than calls take to time out: each waits for connections of its own
  /// generation.
  void leave(Generation silent) {
    lock.lock();
    try {
      if (silent.number() == current.number()) {
        succeed(silent);
      }
    } finally {
      lock.unlock();
    }
  }

  private void succeed(Generation last) {
    left.removeIf(pool -> pool.connectionCount() == 0);
    left.add(last.pool());
    current = generation(last.number() + 1);
    last.pool().evictAll();
  }

  void evictIdle() {
    current.pool().evictAll();
  }

  /// Ends the connections of every generation, now that nobody uses them.
  void close() {
    lock.lock();
    try {
      left.forEach(ConnectionPool::evictAll);
    } finally {
      lock.unlock();
    }
    evictIdle();
    sever();
  }

  /// Ends every connection at once, also where somebody waits in a write to it.
  void sever() {
    sockets.severAll();
  }

  private Generation generation(int number) {
    var pool = new ConnectionPool(MAX_IDLE, IDLE_SECONDS, TimeUnit.SECONDS);
    var whole = client(pool);
    var reads = whole.newBuilder().readTimeout(config.heartbeatTimeout()).build();
    return new Generation(number, pool, whole, reads, sockets);
  }

  private OkHttpClient client(ConnectionPool pool) {
    var builder =
        new OkHttpClient.Builder()
            .connectionPool(pool)
            .socketFactory(sockets)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .connectTimeout(config.connectTimeout())
            // Whoever waits for an answer bounds it as a whole.
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            // On HTTP/2 a dead connection would otherwise be used again and again.
            .pingInterval(config.heartbeatTimeout().dividedBy(2))
            .eventListenerFactory(SentSignal::of);
    if (speaksHttp2InTheClear()) {
      builder.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    }
    config.network().proxy().ifPresent(builder::proxy);
    config
        .network()
        .trust()
        .ifPresent(trust ->
            builder.sslSocketFactory(trust.context().getSocketFactory(), trust.trustManager()));
    return builder.build();
  }

  private boolean speaksHttp2InTheClear() {
    return config.cleartext() == Cleartext.HTTP_2 && config.endpoints().areCleartext();
  }
}
