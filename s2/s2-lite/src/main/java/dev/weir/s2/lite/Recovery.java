package dev.weir.s2.lite;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/// How a store comes back after a failed commit, on the commit thread alone: it opens the storage
/// anew from what the disk holds, at once and then ever less often, until that succeeds. A disk
/// that lets itself be opened and then fails the next commit again is not asked more often for it.
///
/// Nothing here throws: that would end the commit thread, and leave those behind who wait for it.
final class Recovery {
  private static final Logger LOG = System.getLogger(Recovery.class.getName());
  private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int MOST_DOUBLINGS = 6; // 3.2 s

  private final Storage storage;
  private final S2LiteListener listener;
  private int attempts; // since a commit succeeded
  private long failedNanos;
  private long nextNanos;

  Recovery(Storage storage, S2LiteListener listener) {
    this.storage = storage;
    this.listener = listener;
  }

  /// A commit was durable.
  void committed() {
    attempts = 0;
  }

  /// A commit failed: what to do next is up to [#attempt].
  void failed(RuntimeException failure) {
    failedNanos = System.nanoTime();
    plan(failedNanos);
    QuietLog.log(LOG, Level.ERROR, failure::getMessage, failure.getCause());
    listener.commitFailed();
  }

  /// How long to wait before the next attempt; not positive if it is due.
  long nanosUntilNext() {
    return nextNanos - System.nanoTime();
  }

  /// Opens the storage anew if that is due; whether it is open again.
  ///
  /// @param reopened drops what memory knew of the storage; runs before anything is written again
  boolean attempt(Runnable reopened) {
    if (nanosUntilNext() > 0) {
      return false;
    }
    attempts++;
    try {
      storage.reopen();
      reopened.run();
    } catch (IOException | RuntimeException | Error e) {
      plan(System.nanoTime());
      QuietLog.log(
          LOG,
          attempts == 1 ? Level.WARNING : Level.DEBUG,
          () -> "the store cannot write again yet, and goes on trying: " + e.getMessage());
      return false;
    }
    return true;
  }

  /// Commits are taken again.
  void succeeded() {
    long nanos = System.nanoTime() - failedNanos;
    QuietLog.log(
        LOG,
        Level.WARNING,
        () -> "the store writes again, " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms later");
    listener.recovered(nanos);
  }

  private void plan(long nowNanos) {
    boolean isFirst = attempts == 0;
    nextNanos = nowNanos + (isFirst ? 0 : FIRST_DELAY << Math.min(attempts - 1, MOST_DOUBLINGS));
  }
}
