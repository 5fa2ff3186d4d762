package dev.weir.livestore.proxy;

import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.S2Exception;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Answers pulls. What a stock client cannot bear shapes it: a live response carries one page and
/// ends, because a reset after a page makes the client ask again with its old cursor, and an event
/// that it gets twice ends its sync for good; and where S2 fails or history is lost, the pull is
/// held with pings, because any quick answer is taken for "nothing new" and repeated hundreds of
/// times a second.
final class PullCorridor {
  private static final System.Logger LOG = System.getLogger(PullCorridor.class.getName());
  private static final Page.Limit LIVE_PAGE = new Page.Limit(1_000, 2 << 20);

  /// A reset between two pages of one response stops a stock client's pull until its next start, so
  /// most stores should fit one.
  private static final Page.Limit CATCH_UP_PAGE = new Page.Limit(100_000, 8 << 20);

  private final ProxyConfig config;
  private final CountDownLatch closing;

  PullCorridor(ProxyConfig config, CountDownLatch closing) {
    this.config = config;
    this.closing = closing;
  }

  /// @throws InterruptedException if the client has gone, or the proxy closes before there was an
  ///   answer
  void pull(Store store, PullArgs args, PullSink sink) throws InterruptedException {
    var held = new Held(store, sink);
    if (args.live()) {
      live(store, args.cursor(), held);
    } else {
      once(store, args.cursor(), held);
    }
  }

  /// Everything up to the tail, then `[DONE]`.
  private void once(Store store, Cursor cursor, Held held) throws InterruptedException {
    PullPosition position = held.until(() -> CursorLookup.locate(cursor, refreshed(store)));
    while (true) {
      PullPosition from = position;
      Page page = held.until(() -> Page.next(within(store, from), from, CATCH_UP_PAGE));
      if (page.isEmpty()) {
        break;
      }
      held.send(SsePages.batch(page.events(), page.tail()));
      position = PullPosition.behind(page.events().getLast());
      if (page.tail() == position.s2SeqNum()) {
        break;
      }
    }
    held.send(SsePages.done());
  }

  /// One page as soon as there is one, then `[DONE]`.
  private void live(Store store, Cursor cursor, Held held) throws InterruptedException {
    store.follow();
    try {
      PullPosition position = held.until(() -> CursorLookup.locate(cursor, store.log()));
      long end = System.nanoTime() + jittered(config.liveHold());
      while (closing.getCount() > 0 && System.nanoTime() < end) {
        PullPosition from = position;
        StoreLog log = held.until(() -> within(store, from));
        long tail = log.state().tail();
        Page page = held.until(() -> Page.next(log, from, LIVE_PAGE));
        if (!page.isEmpty()) {
          held.send(store.encoded(page));
          break;
        }
        position = position.at(tail);
        held.awaitBeyond(position.s2SeqNum(), log, end);
      }
      held.send(SsePages.done());
    } finally {
      store.unfollow();
    }
  }

  private static StoreLog refreshed(Store store) throws InterruptedException {
    StoreLog log = store.log();
    log.refresh();
    return log;
  }

  /// The store's log, which knows the stream at least up to `position`.
  private static StoreLog within(Store store, PullPosition position) throws InterruptedException {
    StoreLog log = store.log();
    if (log.state().tail() < position.s2SeqNum()) {
      log.refresh();
    }
    if (log.state().tail() < position.s2SeqNum()) {
      throw new HistoryLostException(
          "stream " + log.stream().name() + " is shorter than a client has seen it");
    }
    return log;
  }

  /// Not all clients of a store come back at once.
  private static long jittered(Duration hold) {
    long nanos = hold.toNanos();
    return nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
  }

  /// What a pull asks of S2.
  private interface Question<T> {
    T ask() throws InterruptedException;
  }

  /// A response that is kept alive while there is nothing to send.
  private final class Held {
    private final Store store;
    private final PullSink sink;
    private long lastSent = System.nanoTime();

    Held(Store store, PullSink sink) {
      this.store = store;
      this.sink = sink;
    }

    void send(byte[] bytes) throws InterruptedException {
      sink.send(bytes);
      lastSent = System.nanoTime();
    }

    /// Asks until there is an answer.
    <T> T until(Question<T> question) throws InterruptedException {
      var backoff = new Backoff();
      while (true) {
        try {
          return question.ask();
        } catch (InterruptedCallException e) {
          throw new InterruptedException(e.getMessage());
        } catch (HistoryLostException e) {
          LOG.log(
              System.Logger.Level.WARNING,
              () -> "store " + store.id() + ": a pull is held: " + e.getMessage());
          while (true) {
            pause(config.pingInterval());
          }
        } catch (S2Exception e) {
          LOG.log(
              System.Logger.Level.DEBUG,
              () -> "store " + store.id() + ": a pull waits for S2: " + e.getMessage());
          pause(backoff.next());
        }
      }
    }

    private void pause(Duration pause) throws InterruptedException {
      if (closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException("the proxy closes");
      }
      pingIfSilent();
    }

    /// Waits for the stream to grow beyond `s2SeqNum`, until the next ping is due or `end` has
    /// come.
    void awaitBeyond(long s2SeqNum, StoreLog log, long end) throws InterruptedException {
      long now = System.nanoTime();
      long nextPing = lastSent + config.pingInterval().toNanos();
      log.awaitBeyond(s2SeqNum, Math.min(nextPing - now, end - now));
      pingIfSilent();
    }

    private void pingIfSilent() throws InterruptedException {
      if (System.nanoTime() - lastSent >= config.pingInterval().toNanos()) {
        send(SsePages.ping());
      }
    }
  }
}
