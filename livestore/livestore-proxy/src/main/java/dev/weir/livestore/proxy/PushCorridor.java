package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EventBatch;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Decides a push. In this order: what of the batch the store holds already counts as stored; what
/// is left must extend the store's head and is appended conditionally; where the condition failed
/// or the outcome is unknown, what is new is read and all of it decided again; otherwise the pusher
/// is behind.
final class PushCorridor {
  private final Duration deadline;
  private final CountDownLatch closing;

  PushCorridor(Duration deadline, CountDownLatch closing) {
    this.deadline = deadline;
    this.closing = closing;
  }

  /// @throws EventTooLargeException if an event does not fit an S2 record; nothing was stored
  /// @throws StoreUnavailableException if it could not be decided within the deadline; what became
  ///   of it is unknown
  PushResult push(Store store, EventBatch batch) throws InterruptedException {
    List<PushPart> parts = PushPart.split(batch);
    if (parts.isEmpty()) {
      return new PushResult.Accepted();
    }
    long end = System.nanoTime() + deadline.toNanos();
    if (!store.takePushTurn(deadline.toNanos())) {
      throw new StoreUnavailableException(
          "other pushes to store " + store.id() + " took all the time; push again", null);
    }
    try {
      return decide(store, batch, parts, end);
    } finally {
      store.endPushTurn();
    }
  }

  private PushResult decide(Store store, EventBatch batch, List<PushPart> parts, long end)
      throws InterruptedException {
    var backoff = new Backoff();
    S2Exception last = null;
    do {
      try {
        return attempt(store, batch, parts);
      } catch (AppendConditionFailedException e) {
        last = e;
        requireUnfenced(store, e);
        // Somebody else appended: by the next attempt that has been read.
        refresh(store);
      } catch (HistoryLostException e) {
        throw new StoreUnavailableException(e.getMessage() + "; an operator must restore it", e);
      } catch (InterruptedCallException e) {
        throw new StoreUnavailableException("the push was cut off", e);
      } catch (S2Exception e) {
        last = e;
        requireWorthRepeating(store, e);
        pause(backoff, end);
        tryRefresh(store);
      }
    } while (System.nanoTime() < end);
    throw unavailable(store, last);
  }

  private static PushResult attempt(Store store, EventBatch batch, List<PushPart> parts)
      throws InterruptedException {
    StoreLog log = store.log();
    boolean fresh = false;
    while (true) {
      StoreLog.State at = log.state();
      int stored = log.stored(batch);
      EventBatch rest = batch.from(stored);
      if (rest.isEmpty()) {
        return new PushResult.Accepted();
      }
      EventSeqNum parent = rest.first().parentSeqNum();
      if (parent.equals(at.head())) {
        appendAll(log, stored == 0 ? parts : PushPart.split(rest), at);
        return new PushResult.Accepted();
      }
      if (fresh) {
        return new PushResult.ServerAhead(at.head(), parent);
      }
      // Another proxy may have moved the head since this one looked.
      refresh(store);
      log = store.log();
      fresh = true;
    }
  }

  /// Appends in as many parts as S2's limits ask for, each atomic and each on condition of the one
  /// before. A part that fails leaves the earlier ones stored, where the next attempt finds them.
  private static void appendAll(StoreLog log, List<PushPart> parts, StoreLog.State at) {
    StoreLog.State behind = at;
    for (PushPart part : parts) {
      behind = log.append(part, behind);
    }
  }

  private static void refresh(Store store) throws InterruptedException {
    StoreLog log = store.log();
    try {
      log.refresh();
    } catch (HistoryLostException e) {
      // The stream is another one than it was; what is pushed now is judged by what it holds now.
      store.discard(log);
    }
  }

  private static void tryRefresh(Store store) throws InterruptedException {
    try {
      refresh(store);
    } catch (InterruptedCallException e) {
      throw new StoreUnavailableException("the push was cut off", e);
    } catch (S2Exception e) {
      // S2 is still in trouble: the next attempt meets it and counts it.
    }
  }

  private static void requireUnfenced(Store store, AppendConditionFailedException e) {
    if (e.mismatch() instanceof Mismatch.Fence) {
      throw new StoreUnavailableException(
          "the stream of store " + store.id() + " is fenced by somebody else", e);
    }
  }

  /// A stream that is gone is made again; anything else that S2 calls final will not change by
  /// being repeated.
  private static void requireWorthRepeating(Store store, S2Exception e)
      throws InterruptedException {
    boolean gone =
        e instanceof RequestRejectedException r && r.code() == ErrorCode.STREAM_NOT_FOUND;
    if (gone) {
      store.discard(store.log());
    } else if (!e.isRetryable()) {
      throw unavailable(store, e);
    }
  }

  private static StoreUnavailableException unavailable(Store store, @Nullable S2Exception cause) {
    return new StoreUnavailableException(
        "S2 did not take the push to store " + store.id() + "; push again", cause);
  }

  private void pause(Backoff backoff, long end) throws InterruptedException {
    long nanos = Math.min(backoff.next().toNanos(), end - System.nanoTime());
    if (closing.await(nanos, TimeUnit.NANOSECONDS)) {
      throw new StoreUnavailableException("the proxy closes; push again", null);
    }
  }
}
