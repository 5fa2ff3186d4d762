package dev.weir.livestore.proxy;

import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.S2Exception;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A pull's response that is kept alive with pings while there is nothing to send, however long S2
/// takes. Used by the pull's thread alone.
final class HeldResponse {
  private static final System.Logger LOG = System.getLogger(HeldResponse.class.getName());

  private final String storeId;
  private final PullSink sink;
  private final long pingNanos;
  private final Deadline deadline;
  private final CountDownLatch closing;
  private final SparingLog warnings;
  private final Backoff backoff = new Backoff();
  private long lastSent = System.nanoTime();
  private boolean sentPage;
  private boolean ended;

  HeldResponse(
      String storeId,
      PullSink sink,
      Duration pingInterval,
      Deadline deadline,
      CountDownLatch closing,
      SparingLog warnings) {
    this.storeId = storeId;
    this.sink = sink;
    this.pingNanos = pingInterval.toNanos();
    this.deadline = deadline;
    this.closing = closing;
    this.warnings = warnings;
  }

  /// The response has to end before its time: the proxy closes, or the client's credentials end.
  static final class CutShortException extends Exception {
    private static final long serialVersionUID = 1;

    CutShortException(String message) {
      super(message);
    }
  }

  private enum AfterLoss {
    HOLD,
    ASK_AGAIN
  }

  /// What a pull asks of S2.
  interface S2Call<T> {
    T ask() throws InterruptedException;
  }

  private void send(byte[] bytes) throws InterruptedException {
    sink.send(bytes);
    lastSent = System.nanoTime();
  }

  void sendPage(EncodedPage page) throws InterruptedException {
    sentPage = true;
    sink.send(page.pieces());
    lastSent = System.nanoTime();
  }

  /// Sends a page, and ends the response with it.
  void endWithPage(EncodedPage page) throws InterruptedException {
    sentPage = true;
    ended = true;
    sink.sendLast(page.pieces(), SsePages.done());
  }

  /// Ends the response, unless that was done.
  void end() throws InterruptedException {
    if (!ended) {
      ended = true;
      send(SsePages.done());
    }
  }

  boolean hasSentPage() {
    return sentPage;
  }

  /// @throws CutShortException if the client's credentials have ended: nothing more is for it
  void requireTime() throws CutShortException {
    if (deadline.hasPassed()) {
      throw new CutShortException("the client's credentials have ended");
    }
  }

  /// Asks until there is an answer. The call runs beside, because one call may take longer than a
  /// ping may be away.
  ///
  /// Where history is lost it is not asked again: what the stream grows into later would look like
  /// an answer. The client is held until it goes, or its credentials end.
  <T> T untilAnswered(S2Call<T> call) throws InterruptedException, CutShortException {
    return untilAnswered(call, AfterLoss.HOLD);
  }

  /// The same for a client that has nothing of the store yet. No other history can be taken for its
  /// own, so it is asked again whether the lost one has been restored.
  <T> T untilAnsweredOrRestored(S2Call<T> call) throws InterruptedException, CutShortException {
    return untilAnswered(call, AfterLoss.ASK_AGAIN);
  }

  private <T> T untilAnswered(S2Call<T> call, AfterLoss afterLoss)
      throws InterruptedException, CutShortException {
    return untilDone(() -> ask(call), () -> {}, afterLoss);
  }

  /// What a pull asks of S2 for a page of so many bytes at most.
  interface PageCall<T> {
    T ask(int bytes) throws InterruptedException;
  }

  /// Asks for a page until there is one, each time with room for it. Whoever waits for another
  /// time, and be it until its client goes, takes no room from others. The room of the page that is
  /// given stays with `sharer`.
  <T> T untilAnswered(PageRoom.Sharer sharer, PageCall<T> call)
      throws InterruptedException, CutShortException {
    return untilAnswered(sharer, call, AfterLoss.HOLD);
  }

  /// The same for a client that has nothing of the store yet, see
  /// [#untilAnsweredOrRestored(S2Call)].
  <T> T untilAnsweredOrRestored(PageRoom.Sharer sharer, PageCall<T> call)
      throws InterruptedException, CutShortException {
    return untilAnswered(sharer, call, AfterLoss.ASK_AGAIN);
  }

  private <T> T untilAnswered(PageRoom.Sharer sharer, PageCall<T> call, AfterLoss afterLoss)
      throws InterruptedException, CutShortException {
    return untilDone(
        () -> {
          int bytes = awaitRoom(sharer);
          return ask(() -> call.ask(bytes));
        },
        sharer::giveBack,
        afterLoss);
  }

  private interface Attempt<T> {
    T make() throws InterruptedException, CutShortException;
  }

  /// @param beforePause done when an attempt has failed
  private <T> T untilDone(Attempt<T> attempt, Runnable beforePause, AfterLoss afterLoss)
      throws InterruptedException, CutShortException {
    while (true) {
      try {
        return attempt.make();
      } catch (InterruptedCallException e) {
        throw new InterruptedException(e.getMessage());
      } catch (HistoryLostException | StreamTakenException e) {
        beforePause.run();
        warnings.warn(storeId, () -> "store " + storeId + ": a pull is held: " + e.getMessage());
        do {
          pause(pingNanos);
        } while (afterLoss == AfterLoss.HOLD);
      } catch (S2Exception | StoreUnavailableException e) {
        LOG.log(
            System.Logger.Level.DEBUG,
            () -> "store " + storeId + ": a pull waits for S2: " + e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(
            System.Logger.Level.ERROR,
            "store " + storeId + ": a pull failed unexpectedly, and is held",
            e);
      }
      beforePause.run();
      pause(backoff.next().toNanos());
    }
  }

  private <T> T ask(S2Call<T> call) throws InterruptedException, CutShortException {
    var answer = new FutureTask<T>(Context.current().wrap(call::ask));
    Thread asker = Thread.ofVirtual().name("weir-pull-ask").start(answer);
    try {
      while (true) {
        try {
          return answer.get(untilDue(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          requireTime();
          pingIfSilent();
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case InterruptedException interrupted -> throw interrupted;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } finally {
      asker.interrupt();
    }
  }

  private void pause(long nanos) throws InterruptedException, CutShortException {
    if (closing.await(Math.min(nanos, deadline.nanosLeft()), TimeUnit.NANOSECONDS)) {
      throw new CutShortException("the proxy closes");
    }
    requireTime();
    pingIfSilent();
  }

  /// Waits for the room for a page.
  ///
  /// @return its bytes
  private int awaitRoom(PageRoom.Sharer sharer) throws InterruptedException, CutShortException {
    int bytes = sharer.take(untilDue());
    while (bytes == 0) {
      pause(0);
      bytes = sharer.take(untilDue());
    }
    return bytes;
  }

  /// Waits for the stream to grow beyond `s2SeqNum`, until the next ping is due or `end` has come.
  void awaitBeyond(long s2SeqNum, StoreLog log, long end)
      throws InterruptedException, CutShortException {
    log.awaitBeyond(s2SeqNum, Math.min(untilDue(), end - System.nanoTime()));
    requireTime();
    pingIfSilent();
  }

  /// Waits for its turn, or until the next ping is due, or `nanos` have passed.
  boolean awaitTurn(LiveStoreProxy.PullTurn turn, long nanos)
      throws InterruptedException, CutShortException {
    boolean open = turn.await(Math.min(untilDue(), nanos));
    pause(0);
    return open;
  }

  /// Until there is something to do besides waiting.
  private long untilDue() {
    return Math.min(untilPing(), deadline.nanosLeft());
  }

  private long untilPing() {
    return Math.max(0, lastSent + pingNanos - System.nanoTime());
  }

  private void pingIfSilent() throws InterruptedException {
    if (untilPing() == 0) {
      send(SsePages.ping());
    }
  }
}
