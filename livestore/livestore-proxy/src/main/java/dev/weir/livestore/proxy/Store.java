package dev.weir.livestore.proxy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One store that somebody uses: its log, opened on first use and again after it was found to be of
/// no more use, and the turn that pushes take.
final class Store implements AutoCloseable {
  private final String id;
  private final StoreStream stream;
  private final Semaphore pushTurn = new Semaphore(1, true);
  private final Semaphore opening = new Semaphore(1);
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable StoreLog log;
  private @Nullable LiveFollower follower;
  private volatile @Nullable EncodedPage latest;
  private int followers;
  private long unfollowedSince;

  Store(String id, StoreStream stream) {
    this.id = id;
    this.stream = stream;
  }

  String id() {
    return id;
  }

  /// The log, opened if it is not. Waits for S2.
  ///
  /// @throws dev.weir.s2.S2Exception if S2 does not answer
  StoreLog log() throws InterruptedException {
    StoreLog known = known();
    if (known != null) {
      return known;
    }
    opening.acquire();
    try {
      known = known();
      return known != null ? known : remember(StoreLog.open(stream));
    } finally {
      opening.release();
    }
  }

  private @Nullable StoreLog known() {
    lock.lock();
    try {
      return log;
    } finally {
      lock.unlock();
    }
  }

  private StoreLog remember(StoreLog opened) {
    lock.lock();
    try {
      log = opened;
      startFollowing();
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /// The log no longer agrees with the stream: the next use reads the stream again.
  void discard(StoreLog stale) {
    lock.lock();
    try {
      if (log == stale) {
        log = null;
        stopFollowing();
      }
    } finally {
      lock.unlock();
    }
    stale.discard();
  }

  /// A live pull wants to learn of new events: while at least one does, one read session follows
  /// the stream for all.
  void follow() {
    lock.lock();
    try {
      followers++;
      startFollowing();
    } finally {
      lock.unlock();
    }
  }

  void unfollow() {
    lock.lock();
    try {
      followers--;
      unfollowedSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the session that nobody has needed for `nanos`. Live pulls come and go with every page,
  /// so not at once.
  void stopFollowingIfUnneeded(long nanos) {
    lock.lock();
    try {
      if (followers == 0 && System.nanoTime() - unfollowedSince >= nanos) {
        stopFollowing();
      }
    } finally {
      lock.unlock();
    }
  }

  /// A page's bytes. All live pulls that wait at one place get the same page, so it is encoded
  /// once.
  byte[] encoded(Page page) {
    EncodedPage known = latest;
    if (known == null || !known.page().equals(page)) {
      known = new EncodedPage(page, SsePages.batch(page.events(), page.tail()));
      latest = known;
    }
    return known.bytes();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record EncodedPage(Page page, byte[] bytes) {}

  private void startFollowing() {
    StoreLog opened = log;
    if (opened != null && followers > 0 && follower == null) {
      follower = LiveFollower.start(this, opened);
    }
  }

  private void stopFollowing() {
    if (follower != null) {
      follower.close();
      follower = null;
    }
  }

  /// Waits for this store's turn to push. Pushes of one store that run at once can only conflict;
  /// the turn saves the refusals that S2 would give.
  boolean takePushTurn(long nanos) throws InterruptedException {
    return pushTurn.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  void endPushTurn() {
    pushTurn.release();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      stopFollowing();
      if (log != null) {
        log.discard();
      }
    } finally {
      lock.unlock();
    }
  }
}
