package dev.weir.livestore.proxy;

import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Folds what is appended to a stream into its log as it comes: the one upstream read session that
/// feeds all live pulls of a store. A session that breaks is opened anew at the log's tail; where
/// that cannot help, the log is discarded, and with it this follower.
final class LiveFollower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LiveFollower.class.getName());
  private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

  private final Store store;
  private final StoreLog log;
  private final Backoff backoff;
  private final ProxyListener listener;
  private final Thread thread;
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable ReadSession session;

  private LiveFollower(Store store, StoreLog log, Backoff backoff, ProxyListener listener) {
    this.store = store;
    this.log = log;
    this.backoff = backoff;
    this.listener = listener;
    Context logContext = new LogContext(store.id(), Optional.empty()).in(Context.root());
    this.thread =
        Thread.ofVirtual()
            .name("weir-follow-" + log.stream().name())
            .unstarted(logContext.wrap(this::run));
  }

  /// @param backoff the store's, so that one follower after another that fails at once does not try
  ///   at once
  static LiveFollower start(Store store, StoreLog log, Backoff backoff, ProxyListener listener) {
    var follower = new LiveFollower(store, log, backoff, listener);
    follower.thread.start();
    return follower;
  }

  private void run() {
    while (!isEnding()) {
      try {
        follow();
        pause("the session ended");
      } catch (InterruptedCallException e) {
        return; // ended
      } catch (HistoryLostException | RangeNotSatisfiableException e) {
        giveUp(System.Logger.Level.WARNING, e);
      } catch (RequestRejectedException e) {
        if (e.isRetryable()) {
          pause(e.getMessage());
        } else {
          giveUp(System.Logger.Level.WARNING, e);
        }
      } catch (S2Exception e) {
        pause(e.getMessage());
      } catch (RuntimeException
          | Error e) { // a follower that ended unseen would be missed for good
        giveUp(System.Logger.Level.ERROR, e);
      }
    }
  }

  private void follow() {
    try (ReadSession open = log.stream().follow(log.resumeAt())) {
      session = open;
      listener.upstreamSessionsChanged(1);
      try {
        fold(open);
      } finally {
        listener.upstreamSessionsChanged(-1);
      }
    }
  }

  private void fold(ReadSession open) {
    while (!isEnding()) {
      switch (open.next()) {
        case ReadMessage.Batch(var batch) -> {
          log.fold(batch.records());
          backoff.reset();
        }
        case ReadMessage.Heartbeat heartbeat -> log.confirm(heartbeat.tail());
        case ReadMessage.End end -> {
          return;
        }
      }
    }
  }

  private void giveUp(System.Logger.Level level, Throwable why) {
    if (!isEnding()) {
      LOG.log(level, "following " + log.stream().name() + " ends: " + why.getMessage(), why);
      pause(why.getMessage());
      store.discard(log);
    }
    ending.countDown();
  }

  private void pause(@Nullable String why) {
    Duration pause = backoff.next();
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> "following " + log.stream().name() + " again in " + pause.toMillis() + " ms: " + why);
    try {
      if (ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.DEBUG, () -> "no longer following " + log.stream().name());
      }
    } catch (InterruptedException e) {
      ending.countDown();
    }
  }

  private boolean isEnding() {
    return ending.getCount() == 0;
  }

  /// Ends it, without waiting.
  void end() {
    ending.countDown();
    ReadSession open = session;
    if (open != null) {
      open.close();
    }
    thread.interrupt();
  }

  /// Ends it and waits for that.
  @Override
  public void close() {
    end();
    try {
      if (!thread.join(END_TIMEOUT)) {
        LOG.log(
            System.Logger.Level.WARNING,
            () -> "the follower of " + log.stream().name() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
