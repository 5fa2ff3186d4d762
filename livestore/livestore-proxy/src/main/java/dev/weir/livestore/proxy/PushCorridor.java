package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EventBatch;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.S2Exception;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Decides a push. In this order: what of the batch the store holds already counts as stored; what
/// is left must extend the store's head and is appended conditionally; where the condition failed
/// or the outcome is unknown, what is new is read and all of it decided again; otherwise the pusher
/// is behind.
///
/// A push that fails takes all the time it has: a stock client sends one that failed again after
/// 100 ms, and again, so that the time a failure takes is all that slows it.
final class PushCorridor {
  /// Longer than S2 takes from one heartbeat of a read session to the next: a store that anybody
  /// pulls from live costs no request for this.
  private static final Duration DOUBT = Duration.ofSeconds(20);

  private final Duration deadline;
  private final Duration doubt;
  private final long maxStoreEvents;
  private final ProxyListener listener;
  private final CountDownLatch closing;
  private final SparingLog warnings = new SparingLog(System::nanoTime);

  PushCorridor(ProxyConfig config, CountDownLatch closing) {
    this(config, DOUBT, closing);
  }

  /// @param doubt how long a log may go unconfirmed before a push asks S2 for its tail first
  PushCorridor(ProxyConfig config, Duration doubt, CountDownLatch closing) {
    this.doubt = doubt;
    this.deadline = config.pushDeadline();
    this.maxStoreEvents = config.maxStoreEvents();
    this.listener = config.telemetry().listener();
    this.closing = closing;
  }

  /// @throws EventTooLargeException if an event does not fit an S2 record; nothing was stored
  /// @throws StoreFullException if the store would grow beyond its limit; nothing new was stored
  /// @throws StreamTakenException if the stream belongs to another store; nothing was stored
  /// @throws StoreUnavailableException if it could not be decided within the deadline; what became
  ///   of it is unknown
  PushDecision push(Store store, EventBatch batch) throws InterruptedException {
    List<PushPart> parts = PushPart.split(batch, store.mark());
    if (parts.isEmpty()) {
      return new PushDecision(new PushResult.Accepted(), 0, false);
    }
    long end = System.nanoTime() + deadline.toNanos();
    if (!store.takePushTurn(deadline.toNanos())) {
      throw new StoreUnavailableException(
          "other pushes to store " + store.id() + " took all the time; push again", null);
    }
    try {
      return new Decision(store, batch, parts, end).decide();
    } finally {
      store.endPushTurn();
    }
  }

  /// One push whose turn it is.
  private final class Decision {
    private final Store store;
    private final EventBatch batch;
    private final List<PushPart> parts;
    private final long end;
    private final Backoff backoff = new Backoff();

    /// Whether what this proxy knows of the store may be behind what S2 holds.
    private boolean stale;

    /// Whether an append was tried, so that what the store holds may be this push's own.
    private boolean tried;

    private boolean failed;
    private int repeated;

    Decision(Store store, EventBatch batch, List<PushPart> parts, long end) {
      this.store = store;
      this.batch = batch;
      this.parts = parts;
      this.end = end;
    }

    PushDecision decide() throws InterruptedException {
      RuntimeException last = null;
      while (System.nanoTime() < end) {
        try {
          PushResult result = attempt();
          return new PushDecision(
              result, repeated, failed && result instanceof PushResult.Accepted);
        } catch (AppendConditionFailedException e) {
          listener.appendOvertaken();
          last = e;
        } catch (HistoryLostException e) {
          holdUntilEnd();
          warnings.warn(store.id(), () -> "store " + store.id() + ": " + e.getMessage());
          throw new StoreUnavailableException(
              "the history of store " + store.id() + " is lost; an operator must restore it", e);
        } catch (InterruptedCallException e) {
          throw new StoreUnavailableException("the push was cut off; push again", e);
        } catch (TimeoutException e) {
          break;
        } catch (S2Exception e) {
          // Also where S2 calls it final: a stock client that is told so comes back at once, three
          // times over, while a token or a gateway may be mended before the push's time is over.
          failed = true;
          last = e;
          pause(backoff.next().toNanos());
        }
        stale = true;
      }
      throw unavailable(last);
    }

    private PushResult attempt() throws InterruptedException, TimeoutException {
      StoreLog log = store.log(left());
      if (stale || log.isUnconfirmedFor(doubt.toNanos())) {
        log = store.refreshed(left());
        stale = true;
      }
      while (true) {
        log.requireOwned();
        StoreLog.State at = log.state();
        int stored = log.stored(batch);
        if (!log.state().equals(at)) {
          continue; // folded on meanwhile: decide on one state of the store
        }
        repeated = tried ? repeated : stored;
        EventBatch rest = batch.from(stored);
        if (rest.isEmpty()) {
          return new PushResult.Accepted();
        }
        EventSeqNum parent = rest.first().parentSeqNum();
        if (parent.equals(at.head())) {
          requireRoom(rest.size(), at);
          tried = true;
          append(log, stored == 0 ? parts : PushPart.split(rest, store.mark()), at);
          return new PushResult.Accepted();
        }
        // The head only grows: what builds on an earlier one is behind whatever S2 holds by now.
        if (stale || at.head().isAfter(parent)) {
          return new PushResult.ServerAhead(at.head(), parent);
        }
        // Another proxy may have moved the head since this one looked.
        log = store.refreshed(left());
        stale = true;
      }
    }

    private void requireRoom(int events, StoreLog.State at) {
      if (events > maxStoreEvents - at.tail()) {
        throw new StoreFullException(
            "store "
                + store.id()
                + " holds "
                + at.tail()
                + " events of the "
                + maxStoreEvents
                + " that it may; nothing of "
                + events
                + " more was stored. An operator must raise the limit");
      }
    }

    private long left() {
      return Math.max(0, end - System.nanoTime());
    }

    /// What S2 said is for the operator: it names an address, and may name more.
    private StoreUnavailableException unavailable(@Nullable RuntimeException cause) {
      warnings.warn(
          store.id(),
          () ->
              "store "
                  + store.id()
                  + ": S2 did not take a push in time"
                  + (cause == null ? "" : ": " + cause.getMessage()));
      return new StoreUnavailableException(
          "S2 did not take a push to store " + store.id() + " in time; push again", cause);
    }

    /// What cannot succeed is not told at once either.
    private void holdUntilEnd() throws InterruptedException {
      pause(left());
    }

    private void pause(long nanos) throws InterruptedException {
      if (closing.await(Math.min(nanos, left()), TimeUnit.NANOSECONDS)) {
        throw new StoreUnavailableException("the proxy closes; push again", null);
      }
    }
  }

  /// Appends in as many parts as S2's limits ask for, each atomic and each on condition of the one
  /// before. A part that fails leaves the earlier ones stored, where the next attempt finds them.
  private static void append(StoreLog log, List<PushPart> parts, StoreLog.State at) {
    StoreLog.State behind = at;
    for (PushPart part : parts) {
      behind = log.append(part, behind);
    }
  }
}
