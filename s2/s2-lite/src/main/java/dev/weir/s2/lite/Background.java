package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Page;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StreamInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// What happens without anybody waiting for it: on one thread streams of deleted basins go, and
/// rows that were trimmed or expired, and streams that stay empty; on another, since a deletion may
/// take long, unused streams leave memory. The deletions that a close cuts off are found again at
/// the next open, the trimmed rows when their stream is next in use.
final class Background implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Background.class.getName());
  private static final long SWEEP_SECONDS = 10;

  private final Catalog catalog;
  private final ActiveStreams active;
  private final TrimmedRows trimmedRows;
  private final Chores chores;
  private final Set<StreamKey> trimmed = ConcurrentHashMap.newKeySet();
  private final Set<BasinName> unfinished = ConcurrentHashMap.newKeySet(); // of the thread
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("s2-lite-background").unstarted(task));
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("s2-lite-sweep").unstarted(task));
  private final AtomicBoolean sweepAsked = new AtomicBoolean();
  private volatile boolean closing;

  Background(Catalog catalog, ActiveStreams active, TrimmedRows trimmedRows, Chores chores) {
    this.chores = chores;
    this.catalog = catalog;
    this.active = active;
    this.trimmedRows = trimmedRows;
  }

  void start(List<BasinName> basinsInDeletion) {
    basinsInDeletion.forEach(this::removeBasin);
    Future<?> unused =
        thread.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    Future<?> unusedToo =
        sweeper.scheduleWithFixedDelay(
            this::sweepActive, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /// All that comes round again and again.
  void sweep() {
    sweepActive();
    doWhatIsDue();
    attempt("deletions of basins rest", () -> List.copyOf(unfinished).forEach(this::remove));
  }

  /// Has unused streams leave memory.
  void sweepActive() {
    attempt("unused streams stay in memory", active::sweep);
  }

  /// Removes what has expired and what is empty, as far as it is due.
  void doWhatIsDue() {
    attempt("expired records and empty streams stay", () -> chores.run(() -> closing));
  }

  /// Never throws: a task that does is not run again.
  private void attempt(String leftUndone, Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      logUnlessClosing(leftUndone + " until the next look", e);
    }
  }

  /// Has unused streams leave memory soon.
  void sweepSoon() {
    if (sweepAsked.compareAndSet(false, true)) {
      try {
        sweeper.execute(() -> {
          sweepAsked.set(false);
          sweepActive();
        });
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "closing: all of them leave memory");
      }
    }
  }

  /// Goes on with the deletions that a failed write has cut off.
  void resume(Supplier<List<BasinName>> basinsInDeletion) {
    if (closing) {
      return;
    }
    try {
      thread.execute(() -> {
        try {
          basinsInDeletion.get().forEach(this::remove);
        } catch (S2Exception | IllegalStateException e) {
          logUnlessClosing("deletions of basins rest until the store is opened anew", e);
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "closing: deletions go on at the next open");
    }
  }

  private void logUnlessClosing(String what, Throwable e) {
    if (!closing) {
      QuietLog.log(LOG, Level.WARNING, () -> what, e);
    }
  }

  void removeBasin(BasinName basin) {
    Future<?> unused = submit(() -> remove(basin));
  }

  Future<?> submit(Runnable task) {
    try {
      return thread.submit(task);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the S2Lite is closed", e);
    }
  }

  /// Has the rows removed that the stream no longer shows. Never fails: what a closing store leaves
  /// is found again.
  void removeTrimmedRows(StreamKey key) {
    if (closing || !trimmed.add(key)) {
      return;
    }
    try {
      thread.execute(() -> removeTrimmed(key));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, () -> "closing: the trimmed rows of " + key + " stay for now");
    }
  }

  private void removeTrimmed(StreamKey key) {
    trimmed.remove(key); // before the trim point is read: a trim behind it asks again
    try {
      Optional<ActiveStreams.Lease> lease = active.acquire(key);
      if (lease.isPresent()) {
        try (ActiveStreams.Lease held = lease.get()) {
          trimmedRows.remove(held.stream());
        }
      }
    } catch (S2Exception | IllegalStateException e) {
      boolean isGone =
          e instanceof RequestRejectedException r && r.code() == ErrorCode.STREAM_NOT_FOUND;
      if (!isGone && !closing) {
        LOG.log(Level.WARNING, () -> "the trimmed rows of " + key + " still take space", e);
      }
    }
  }

  private void remove(BasinName basin) {
    unfinished.add(basin);
    try {
      ListRequest request = ListRequest.ALL;
      boolean more = catalog.isInDeletion(basin);
      while (more && !closing) {
        Page<StreamInfo> page = catalog.listStreams(basin, request);
        page.items().forEach(stream -> remove(new StreamKey(basin, stream.name())));
        more = page.hasMore();
      }
      if (!closing) {
        catalog.removeBasin(basin);
        unfinished.remove(basin);
      }
    } catch (S2Exception e) {
      logUnlessClosing("basin " + basin + " is not wholly deleted; that goes on soon", e);
    }
  }

  private void remove(StreamKey key) {
    if (closing) {
      return;
    }
    try {
      catalog.delete(active.acquire(key).orElseThrow(key::notFound));
    } catch (RequestRejectedException e) {
      if (e.code() != ErrorCode.STREAM_NOT_FOUND) {
        throw e;
      }
    }
  }

  /// Ends the thread behind what it is at; the rest of a deletion waits for the next open.
  @Override
  public void close() {
    closing = true;
    sweeper.shutdownNow();
    thread.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        if (thread.awaitTermination(1, TimeUnit.MINUTES)
            && sweeper.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
