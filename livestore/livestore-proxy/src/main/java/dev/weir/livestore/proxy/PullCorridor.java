package dev.weir.livestore.proxy;

import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PullArgs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers pulls. What a stock client cannot bear shapes it: a live response carries one page and
/// ends, because a reset after a page makes the client ask again with its old cursor, and an event
/// that it gets twice ends its sync for good; for the same reason a response that has carried a
/// page always ends cleanly; and where S2 fails or history is lost, the pull is held with pings,
/// because any quick answer is taken for "nothing new" and repeated hundreds of times a second.
///
/// Only [#follow] sends page after page in one live response. Each client has a thread of its own,
/// which waits until the connection has taken a page: one that reads slowly is behind by the time
/// its next page is due, gets what it missed in large pages, from S2 where memory no longer holds
/// it, and delays nobody.
final class PullCorridor {
  private static final EventPage.Limit LIVE_PAGE = new EventPage.Limit(1_000, 2 << 20);

  /// A reset between two pages of one response stops a stock client's pull until its next start, so
  /// most stores should fit one.
  private static final int CATCH_UP_KIB = 4 << 10;

  private static final int CATCH_UP_EVENTS = 100_000;

  /// For the pages from S2 of all who catch up.
  private static final int PAGE_ROOM_KIB = 48 << 10;

  /// So soon a pull that waits for its turn learns that the proxy closes.
  private static final long HOLD_STEP_NANOS = 500_000_000;

  /// Any page fills the live response of a stock client.
  private static final long ONE_PAGE = 1;

  private final ProxyConfig config;
  private final CountDownLatch closing;
  private final SparingLog warnings = new SparingLog(System::nanoTime);
  private final Deliveries deliveries;
  private final PageRoom pageRoom = new PageRoom(PAGE_ROOM_KIB, CATCH_UP_KIB);

  PullCorridor(ProxyConfig config, CountDownLatch closing) {
    this.config = config;
    this.closing = closing;
    this.deliveries = new Deliveries(config.telemetry());
  }

  /// @throws InterruptedException if the client has gone, or the proxy closes before there was an
  ///   answer
  void pull(Store store, PullArgs args, PullSink sink, Deadline deadline)
      throws InterruptedException {
    HeldResponse held = held(store.id(), sink, deadline);
    if (args.live()) {
      live(store, args.cursor(), held, new LiveBounds(config.liveHold(), ONE_PAGE));
    } else {
      catchUp(store, args.cursor(), held);
    }
  }

  /// A live pull that carries page after page, for a client that bears to be sent events again.
  ///
  /// @throws InterruptedException if the client has gone
  void follow(Store store, Cursor cursor, PullSink sink, Deadline deadline)
      throws InterruptedException {
    live(store, cursor, held(store.id(), sink, deadline), config.longLive());
  }

  /// @return whether its turn has come; otherwise the answer is complete
  /// @throws InterruptedException as [#pull]
  boolean hold(PullArgs args, LiveStoreProxy.PullTurn turn, PullSink sink, Deadline deadline)
      throws InterruptedException {
    HeldResponse held = held(args.storeId(), sink, deadline);
    long end = System.nanoTime() + jittered(config.liveHold());
    try {
      while (!args.live() || System.nanoTime() < end) {
        if (held.awaitTurn(turn, HOLD_STEP_NANOS)) {
          return true;
        }
      }
    } catch (HeldResponse.CutShortException e) {
      if (!args.live()) {
        throw new InterruptedException(e.getMessage());
      }
    }
    held.end();
    return false;
  }

  private void catchUp(Store store, Cursor cursor, HeldResponse held) throws InterruptedException {
    try {
      once(store, cursor, held);
    } catch (HeldResponse.CutShortException e) {
      if (!held.hasSentPage()) {
        throw new InterruptedException(e.getMessage());
      }
    }
    held.end();
  }

  private void live(Store store, Cursor cursor, HeldResponse held, LiveBounds bounds)
      throws InterruptedException {
    try {
      store.follow();
      config.telemetry().stores().livePullsChanged(store.id(), 1);
      try {
        livePages(store, cursor, held, bounds);
      } finally {
        config.telemetry().stores().livePullsChanged(store.id(), -1);
        store.unfollow();
      }
    } catch (HeldResponse.CutShortException e) {
      // Ends as cleanly as if there had been nothing.
    }
    held.end();
  }

  private HeldResponse held(String storeId, PullSink sink, Deadline deadline) {
    return new HeldResponse(storeId, sink, config.pingInterval(), deadline, closing, warnings);
  }

  /// Everything up to the tail.
  private void once(Store store, Cursor cursor, HeldResponse held)
      throws InterruptedException, HeldResponse.CutShortException {
    try (PageRoom.Sharer room = pageRoom.join()) {
      Optional<EncodedPage> page = firstPage(store, cursor, room, held);
      while (page.isPresent()) {
        held.requireTime();
        if (page.get().isLast()) {
          deliveries.catchUp(page.get(), held::endWithPage);
          return;
        }
        deliveries.catchUp(page.get(), held::sendPage);
        if (closing.getCount() == 0) {
          return; // the rest is the successor's: cut behind a page, a stock client would die
        }
        PullPosition behind = page.get().next();
        page =
            held.untilAnswered(
                room, bytes -> catchUpPage(logReaching(behind, store), behind, bytes));
      }
    }
  }

  /// Where the client stands is found without room, as a cursor may lead nowhere for long.
  private static Optional<EncodedPage> firstPage(
      Store store, Cursor cursor, PageRoom.Sharer room, HeldResponse held)
      throws InterruptedException, HeldResponse.CutShortException {
    HeldResponse.S2Call<PullPosition> first = () -> CursorLookup.locate(cursor, store.refreshed());
    return switch (cursor) {
      case Cursor.FromStart start -> {
        PullPosition at = held.untilAnsweredOrRestored(first);
        var again = new AtomicBoolean();
        yield held.untilAnsweredOrRestored(
            room,
            bytes -> {
              // A beginning that has been restored is seen by who looks anew.
              boolean anew = again.getAndSet(true);
              StoreLog log = anew ? store.refreshed() : logReaching(at, store);
              return catchUpPage(log, at, bytes);
            });
      }
      case Cursor.After after -> {
        PullPosition at = held.untilAnswered(first);
        yield held.untilAnswered(room, bytes -> catchUpPage(logReaching(at, store), at, bytes));
      }
    };
  }

  private static Optional<EncodedPage> catchUpPage(StoreLog log, PullPosition from, int bytes) {
    var limit = new EventPage.Limit(CATCH_UP_EVENTS, bytes);
    Optional<EventPage> recent = EventPage.recent(log, from, limit);
    return recent.isPresent()
        ? recent.filter(page -> !page.isEmpty()).map(EncodedPage::of)
        : StoredPage.read(log, from, limit);
  }

  /// Each page as soon as there is one, until the bounds are reached.
  private void livePages(Store store, Cursor cursor, HeldResponse held, LiveBounds bounds)
      throws InterruptedException, HeldResponse.CutShortException {
    PullPosition position = locate(cursor, store, held);
    long end = System.nanoTime() + jittered(bounds.hold());
    long room = bounds.bytes();
    while (closing.getCount() > 0 && room > 0 && System.nanoTime() < end) {
      PullPosition from = position;
      StoreLog log = liveLog(from, store, held);
      // Before the page: what the page does not hold up to here does not concern the client.
      StoreLog.State state = log.state();
      Optional<EncodedPage> sent = sendLivePage(store, log, from, state, room, held);
      if (sent.isEmpty()) {
        position = from.at(state);
        held.awaitBeyond(position.s2SeqNum(), log, end);
      } else {
        room -= sent.get().size();
        position = sent.get().next();
      }
    }
  }

  /// Sends what is new behind `from`, if there is anything.
  private Optional<EncodedPage> sendLivePage(
      Store store, StoreLog log, PullPosition from, StoreLog.State at, long room, HeldResponse held)
      throws InterruptedException, HeldResponse.CutShortException {
    Optional<EncodedPage> known = log.pages().find(from, at.tail());
    if (known.isPresent()) {
      send(known.get(), store, room, held);
      return known;
    }
    Optional<EventPage> recent = recent(log, from, held);
    if (recent.isPresent()) {
      Optional<EncodedPage> page =
          recent
              .filter(events -> !events.isEmpty())
              .map(events -> log.pages().encode(from, at.tail(), events));
      if (page.isPresent()) {
        send(page.get(), store, room, held);
      }
      return page;
    }
    try (PageRoom.Sharer sharer = pageRoom.join()) {
      Optional<EncodedPage> page =
          held.untilAnswered(sharer, bytes -> StoredPage.read(log, from, LIVE_PAGE.within(bytes)));
      if (page.isPresent()) {
        send(page.get(), store, room, held);
      }
      return page;
    }
  }

  private void send(EncodedPage page, Store store, long room, HeldResponse held)
      throws InterruptedException, HeldResponse.CutShortException {
    held.requireTime();
    boolean fills = page.size() >= room;
    deliveries.live(store, page, fills ? held::endWithPage : held::sendPage);
  }

  private static Optional<EventPage> recent(StoreLog log, PullPosition from, HeldResponse held)
      throws InterruptedException, HeldResponse.CutShortException {
    try {
      return EventPage.recent(log, from, LIVE_PAGE);
    } catch (HistoryLostException | StreamTakenException e) {
      return held.untilAnswered(() -> {
        throw e;
      });
    }
  }

  private static StoreLog liveLog(PullPosition from, Store store, HeldResponse held)
      throws InterruptedException, HeldResponse.CutShortException {
    Optional<StoreLog> known =
        store.openLog().filter(open -> open.state().tail() >= from.s2SeqNum());
    return known.isPresent() ? known.get() : held.untilAnswered(() -> logReaching(from, store));
  }

  /// From memory where that is possible: a live pull that comes back for the next page must not
  /// cost a thread.
  private static PullPosition locate(Cursor cursor, Store store, HeldResponse held)
      throws InterruptedException, HeldResponse.CutShortException {
    Optional<PullPosition> recent =
        store.openLog().flatMap(log -> CursorLookup.recent(cursor, log));
    return recent.isPresent()
        ? recent.get()
        : held.untilAnswered(() -> CursorLookup.locateKnown(cursor, store));
  }

  /// The store's log, knowing the stream at least up to `position`.
  private static StoreLog logReaching(PullPosition position, Store store)
      throws InterruptedException {
    StoreLog log = store.log();
    if (log.state().tail() < position.s2SeqNum()) {
      log = store.refreshed();
    }
    if (log.state().tail() < position.s2SeqNum()) {
      throw new HistoryLostException(
          "stream "
              + log.stream().name()
              + " is shorter than a client has seen it: it was made anew, or restored from an"
              + " older backup");
    }
    return log;
  }

  /// Not all clients of a store come back at once.
  private static long jittered(Duration hold) {
    long nanos = hold.toNanos();
    return nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
  }
}
