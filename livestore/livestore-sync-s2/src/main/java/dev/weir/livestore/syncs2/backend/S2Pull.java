package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.syncs2.MalformedReadBatchException;
import dev.weir.livestore.syncs2.backend.ProxyCalls.TryAgainException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One pull over as many connections as it takes: first one for what there is, then, if it is live,
/// one after another for what comes.
final class S2Pull implements Pull {
  /// A connection that ended at once without an event is not followed by another at once.
  private static final long LEAST_NANOS_OF_EMPTY = TimeUnit.MILLISECONDS.toNanos(250);

  private final ProxyCalls calls;
  private final S2SyncBackendConfig config;
  private final PullProgress progress;
  private final PullMode mode;
  private final RetryPolicy retry;
  private final Consumer<S2Pull> onClose;
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private volatile @Nullable PageSource connection;
  private boolean caughtUp;
  private boolean delivering;
  private PageInfo known = new PageInfo.MoreUnknown();
  private boolean over;
  private int failures;
  private int emptyInARow;
  private long openedAt;

  S2Pull(
      ProxyCalls calls,
      S2SyncBackendConfig config,
      PullProgress progress,
      PullMode mode,
      Consumer<S2Pull> onClose) {
    this.calls = calls;
    this.config = config;
    this.progress = progress;
    this.mode = mode;
    this.retry = mode == PullMode.LIVE ? config.liveRetry() : config.pullRetry();
    this.onClose = onClose;
  }

  @Override
  public Optional<PullPage> next() throws InterruptedException {
    while (!over && !closed.isDone()) {
      try {
        Optional<PullPage> page = attempt();
        if (page.isPresent()) {
          return page;
        }
      } catch (TryAgainException e) {
        if (closed.isDone()) {
          break; // that is what broke it
        }
        if (disconnect()) {
          failures = 0;
        }
        calls.connectionBroke();
        failures++;
        if (!retry.allows(failures)) {
          close();
          throw ProxyCalls.offline(e);
        }
        pause(retry.nanosAfter(failures, e.after()));
      } catch (RuntimeException | InterruptedException e) {
        close();
        throw e;
      }
    }
    close();
    return Optional.empty();
  }

  /// The next page, or empty where there is none yet.
  private Optional<PullPage> attempt() throws InterruptedException, TryAgainException {
    PageSource open = connection;
    if (open == null) {
      open = connect();
    }
    var page = open.next();
    if (page.isEmpty()) {
      return connectionEnded(open);
    }
    PullPage fresh = progress.take(page.get());
    if (fresh.events().isEmpty()) {
      return Optional.empty();
    }
    failures = 0;
    emptyInARow = 0;
    delivering = true;
    known = fresh.pageInfo();
    return Optional.of(fresh);
  }

  private PageSource connect() throws InterruptedException, TryAgainException {
    openedAt = System.nanoTime();
    delivering = false;
    var open =
        new PageSource(calls.pull(progress.cursor(), caughtUp, closed), config, this::passOver);
    connection = open;
    if (closed.isDone()) {
      open.close();
    }
    return open;
  }

  private void passOver(long s2SeqNum, boolean command, String problem) {
    if (!command && !config.foreignRecords().passOver(s2SeqNum, problem)) {
      throw new MalformedReadBatchException(problem);
    }
    progress.passedOver(s2SeqNum);
  }

  private Optional<PullPage> connectionEnded(PageSource ended)
      throws InterruptedException, TryAgainException {
    if (closed.isDone()) {
      return Optional.empty();
    }
    if (!caughtUp && !ended.isDone()) {
      throw new TryAgainException(
          "the proxy ended its answer without [DONE], so that there may be more", Duration.ZERO);
    }
    var unused = disconnect();
    failures = 0;
    boolean first = !caughtUp;
    caughtUp = true;
    over = mode == PullMode.ONCE;
    boolean all = ended.isDone() && (first || !delivering);
    if (all && !(known instanceof PageInfo.NoMore)) {
      known = new PageInfo.NoMore();
      return Optional.of(new PullPage(List.of(), known));
    }
    if (!first) {
      pauseAfterEmpty();
    }
    return Optional.empty();
  }

  /// What answers at once and says nothing is no proxy that holds live pulls.
  private void pauseAfterEmpty() throws InterruptedException {
    emptyInARow++;
    boolean quick = System.nanoTime() - openedAt < LEAST_NANOS_OF_EMPTY;
    if (quick && emptyInARow > 1) {
      var policy =
          new RetryPolicy(
              1, Duration.ofNanos(LEAST_NANOS_OF_EMPTY), RetryPolicy.FOR_EVER.maxDelay());
      pause(policy.nanosAfter(emptyInARow - 1, Duration.ZERO));
    }
  }

  private void pause(long nanos) throws InterruptedException {
    try {
      closed.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // It was not closed meanwhile.
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return whether it was a live connection that had been answered: it did not fail in a row
  private boolean disconnect() {
    PageSource open = connection;
    connection = null;
    if (open == null) {
      return false;
    }
    open.close();
    return caughtUp && open.isAlive();
  }

  @Override
  public void close() {
    closed.complete(null);
    PageSource open = connection;
    if (open != null) {
      open.close();
    }
    onClose.accept(this);
  }
}
