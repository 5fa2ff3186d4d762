package dev.weir.livestore.proxy;

import dev.weir.s2.S2Exception;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One opening of a store's log, for all who wait for it: while S2 does not answer, a store asks it
/// once and not once for each of its clients, and not again before a pause.
final class LogOpening {
  private final CompletableFuture<StoreLog> outcome = new CompletableFuture<>();
  private final Thread thread;

  private LogOpening(StoreStream stream, Backoff backoff, Consumer<Optional<StoreLog>> told) {
    thread =
        Thread.ofVirtual()
            .name("weir-open-" + stream.name())
            .unstarted(() -> run(stream, backoff, told));
  }

  /// @param told what came of it, before those who wait are; told on the opening's thread
  static LogOpening start(StoreStream stream, Backoff backoff, Consumer<Optional<StoreLog>> told) {
    var opening = new LogOpening(stream, backoff, told);
    opening.thread.start();
    return opening;
  }

  private void run(StoreStream stream, Backoff backoff, Consumer<Optional<StoreLog>> told) {
    try {
      StoreLog opened = StoreLog.open(stream);
      backoff.reset();
      told.accept(Optional.of(opened));
      outcome.complete(opened);
    } catch (RuntimeException | Error e) { // whoever waits for it would wait for good
      pause(backoff);
      told.accept(Optional.empty());
      outcome.completeExceptionally(e);
    }
  }

  /// Before the failure is told, so that whoever asks again at once does not ask S2 at once. Cut
  /// short by the end.
  private void pause(Backoff backoff) {
    try {
      var unused = outcome.get(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | InterruptedException e) {
      return;
    }
  }

  StoreLog await(long nanos) throws InterruptedException, TimeoutException {
    try {
      return outcome.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case S2Exception failure -> throw failure;
        case HistoryLostException lost -> throw lost;
        case StoreUnavailableException closed -> throw closed;
        case null, default ->
            throw new IllegalStateException("opening a store's log failed", e.getCause());
      }
    }
  }

  /// Ends it unanswered.
  void end() {
    outcome.completeExceptionally(new StoreUnavailableException("the proxy is closed", null));
    thread.interrupt();
  }
}
