package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.backend.SyncException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Pings in the background, whatever comes of them, until it is closed.
final class PingLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PingLoop.class.getName());

  private final ProxyCalls calls;
  private final PingPolicy policy;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  PingLoop(ProxyCalls calls, PingPolicy policy) {
    this.calls = calls;
    this.policy = policy;
    this.thread = Thread.ofVirtual().name("weir-ping").unstarted(this::run);
  }

  void start() {
    if (policy.enabled()) {
      thread.start();
    }
  }

  private void run() {
    try {
      do {
        ping();
      } while (!closed.await(policy.requestInterval().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ping() throws InterruptedException {
    try {
      calls.ping(policy.requestTimeout());
    } catch (SyncException e) {
      LOG.log(System.Logger.Level.DEBUG, e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a ping failed; the next one comes all the same", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
