package dev.weir.livestore.proxy;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One store that somebody uses: its log, opened on first use and again after it was found to be of
/// no more use; the one follower that feeds its live pulls; and the turn that pushes take.
final class Store implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Store.class.getName());

  private final String id;
  private final StoreStream stream;
  private final ProxyListener listener;
  private final Semaphore pushTurn = new Semaphore(1, true);
  private final Backoff openBackoff = new Backoff();
  private final Backoff followBackoff = new Backoff();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable StoreLog log;
  private @Nullable LogOpening opening;
  private @Nullable LiveFollower follower;
  private int followers;
  private long unfollowedSince;
  private boolean closed;

  Store(String id, StoreStream stream, ProxyListener listener) {
    this.id = id;
    this.stream = stream;
    this.listener = listener;
  }

  String id() {
    return id;
  }

  /// What this store's records bear.
  Mark mark() {
    return stream.mark();
  }

  RecentAppends appends() {
    return stream.appends();
  }

  /// The log, if it is open. No I/O.
  Optional<StoreLog> openLog() {
    lock.lock();
    try {
      return Optional.ofNullable(log);
    } finally {
      lock.unlock();
    }
  }

  /// The log. Where it is not open, waits at most `nanos` until it is: whoever asks meanwhile waits
  /// for the same opening, and learns how that one ended.
  ///
  /// @throws TimeoutException if it takes longer; the opening goes on
  /// @throws dev.weir.s2.S2Exception if S2 does not answer
  /// @throws HistoryLostException if the store's head cannot be known
  StoreLog log(long nanos) throws InterruptedException, TimeoutException {
    LogOpening under;
    lock.lock();
    try {
      if (log != null) {
        return log;
      }
      under = opening();
    } finally {
      lock.unlock();
    }
    return under.await(nanos);
  }

  /// The log, waited for as long as it takes.
  StoreLog log() throws InterruptedException {
    try {
      return log(Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new AssertionError("300 years have passed", e);
    }
  }

  private LogOpening opening() {
    if (closed) {
      throw new StoreUnavailableException("the proxy is closed", null);
    }
    LogOpening under = opening;
    if (under == null) {
      under = LogOpening.start(stream, openBackoff, this::opened);
      opening = under;
    }
    return under;
  }

  private void opened(Optional<StoreLog> outcome) {
    lock.lock();
    try {
      opening = null;
      log = closed ? null : outcome.orElse(null);
      startFollowing();
    } finally {
      lock.unlock();
    }
  }

  /// The log, knowing all that S2 holds now. A log that no longer agrees with its stream is
  /// replaced: the stream was deleted, made anew, or restored from a backup.
  StoreLog refreshed(long nanos) throws InterruptedException, TimeoutException {
    StoreLog known = log(nanos);
    try {
      known.refresh();
      return known;
    } catch (HistoryLostException e) {
      LOG.log(
          System.Logger.Level.WARNING, () -> "store " + id + " is read anew: " + e.getMessage());
    } catch (RequestRejectedException e) {
      if (!isGone(e)) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING, () -> "store " + id + " is begun anew: " + e.getMessage());
    }
    discard(known);
    return log(nanos);
  }

  /// The same, waited for as long as it takes.
  StoreLog refreshed() throws InterruptedException {
    try {
      return refreshed(Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new AssertionError("300 years have passed", e);
    }
  }

  static boolean isGone(RequestRejectedException e) {
    return e.code() == ErrorCode.STREAM_NOT_FOUND || e.code() == ErrorCode.BASIN_NOT_FOUND;
  }

  /// The log no longer agrees with the stream: the next use reads the stream again.
  void discard(StoreLog stale) {
    Optional<LiveFollower> ended = Optional.empty();
    lock.lock();
    try {
      if (log == stale) {
        log = null;
        ended = takeFollower();
      }
    } finally {
      lock.unlock();
    }
    ended.ifPresent(LiveFollower::end);
    stale.discard();
  }

  /// A live pull wants to learn of new events: while at least one does, one read session follows
  /// the stream for all.
  void follow() {
    listener.livePullsChanged(1);
    stream.appends().keep(true);
    lock.lock();
    try {
      followers++;
      startFollowing();
    } finally {
      lock.unlock();
    }
  }

  void unfollow() {
    listener.livePullsChanged(-1);
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
    Optional<LiveFollower> ended = Optional.empty();
    lock.lock();
    try {
      if (followers == 0 && System.nanoTime() - unfollowedSince >= nanos) {
        ended = takeFollower();
        Optional.ofNullable(log).ifPresent(open -> open.pages().clear());
        stream.appends().keep(false);
      }
    } finally {
      lock.unlock();
    }
    ended.ifPresent(LiveFollower::end);
  }

  private void startFollowing() {
    StoreLog opened = log;
    if (opened != null && followers > 0 && follower == null && !closed) {
      follower = LiveFollower.start(this, opened, followBackoff, listener);
    }
  }

  private Optional<LiveFollower> takeFollower() {
    Optional<LiveFollower> taken = Optional.ofNullable(follower);
    follower = null;
    return taken;
  }

  /// Waits for this store's turn to push. Pushes of one store that run at once can only conflict;
  /// the turn saves the refusals that S2 would give.
  boolean takePushTurn(long nanos) throws InterruptedException {
    return pushTurn.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  void endPushTurn() {
    pushTurn.release();
  }

  /// Ends what runs for the store, and waits for it.
  @Override
  public void close() {
    Optional<LiveFollower> ended;
    Optional<LogOpening> cut;
    Optional<StoreLog> last;
    lock.lock();
    try {
      closed = true;
      ended = takeFollower();
      cut = Optional.ofNullable(opening);
      last = Optional.ofNullable(log);
    } finally {
      lock.unlock();
    }
    cut.ifPresent(LogOpening::end);
    last.ifPresent(StoreLog::discard);
    ended.ifPresent(LiveFollower::close);
  }
}
