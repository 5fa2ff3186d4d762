package dev.weir.livestore.proxy;

import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Folds what is appended to a stream into its log as it comes: the one upstream read session that
/// feeds all live pulls of a store. A session that breaks is opened anew at the log's tail.
final class LiveFollower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LiveFollower.class.getName());

  private final Store store;
  private final StoreLog log;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable ReadSession session;

  private LiveFollower(Store store, StoreLog log) {
    this.store = store;
    this.log = log;
    this.thread =
        Thread.ofVirtual().name("weir-follow-" + log.stream().name()).unstarted(this::run);
  }

  static LiveFollower start(Store store, StoreLog log) {
    var follower = new LiveFollower(store, log);
    follower.thread.start();
    return follower;
  }

  private void run() {
    var backoff = new Backoff();
    while (!isClosed()) {
      try {
        follow(backoff);
      } catch (InterruptedCallException e) {
        return; // closed
      } catch (RangeNotSatisfiableException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            () -> log.stream().name() + " is shorter than it was: " + e.getMessage());
        store.discard(log);
        return;
      } catch (RequestRejectedException e) {
        if (e.isRetryable()) {
          pause(backoff, e);
        } else {
          LOG.log(
              System.Logger.Level.WARNING,
              () -> "cannot follow " + log.stream().name() + ": " + e.getMessage());
          pause(backoff, e);
          store.discard(log);
          return;
        }
      } catch (S2Exception e) {
        pause(backoff, e);
      }
    }
  }

  private void follow(Backoff backoff) {
    try (ReadSession open = log.stream().follow(log.state().tail())) {
      session = open;
      while (!isClosed()) {
        switch (open.next()) {
          case ReadMessage.Batch(var batch) -> log.fold(batch.records());
          case ReadMessage.Heartbeat heartbeat -> {}
          case ReadMessage.End end -> {
            return;
          }
        }
        backoff.reset();
      }
    }
  }

  private void pause(Backoff backoff, S2Exception why) {
    Duration pause = backoff.next();
    LOG.log(
        System.Logger.Level.DEBUG,
        () ->
            "following "
                + log.stream().name()
                + " again in "
                + pause.toMillis()
                + " ms: "
                + why.getMessage());
    try {
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.DEBUG, () -> "no longer following " + log.stream().name());
      }
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    ReadSession open = session;
    if (open != null) {
      open.close();
    }
  }
}
