package dev.weir.livestore.replica;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Tells those who wait, one after another, on a thread of its own: what they do must not hold up
/// the log. What it may have to tell is bounded by the events that may be pending.
final class Notices implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Notices.class.getName());

  private final ExecutorService thread;
  private volatile @Nullable Thread telling;

  Notices(String storeId) {
    thread =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("weir-replica-notices-" + storeId).factory());
  }

  void tell(Runnable notice) {
    try {
      thread.execute(() -> {
        telling = Thread.currentThread();
        run(notice);
      });
    } catch (RejectedExecutionException e) {
      run(notice); // nothing else is being told any more
    }
  }

  private static void run(Runnable notice) {
    try {
      notice.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a listener of a replica failed", e);
    }
  }

  /// Tells what there is to tell, then ends. Does not wait for that if it is a listener that calls.
  @Override
  public void close() {
    if (Thread.currentThread() == telling) {
      thread.shutdown();
    } else {
      thread.close();
    }
  }
}
