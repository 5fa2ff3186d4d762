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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable PageSource connection;
  private boolean caughtUp;
  private boolean delivered;
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
    while (!over && closed.getCount() > 0) {
      try {
        Optional<PullPage> page = attempt();
        if (page.isPresent()) {
          return page;
        }
      } catch (TryAgainException e) {
        disconnect();
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
      return connectionEnded();
    }
    PullPage fresh = progress.take(page.get());
    if (fresh.events().isEmpty()) {
      return Optional.empty();
    }
    failures = 0;
    emptyInARow = 0;
    delivered = true;
    return Optional.of(fresh);
  }

  private PageSource connect() throws InterruptedException, TryAgainException {
    openedAt = System.nanoTime();
    var open =
        new PageSource(
            calls.pull(progress.cursor(), caughtUp), config.maxPageBytes(), this::passOver);
    connection = open;
    if (closed.getCount() == 0) {
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

  private Optional<PullPage> connectionEnded() throws InterruptedException {
    disconnect();
    if (closed.getCount() == 0) {
      return Optional.empty();
    }
    failures = 0;
    boolean first = !caughtUp;
    caughtUp = true;
    over = mode == PullMode.ONCE;
    if (first && !delivered) {
      delivered = true;
      return Optional.of(new PullPage(List.of(), new PageInfo.NoMore()));
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
    var unused = closed.await(nanos, TimeUnit.NANOSECONDS);
  }

  private void disconnect() {
    PageSource open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    PageSource open = connection;
    if (open != null) {
      open.close();
    }
    onClose.accept(this);
  }
}
