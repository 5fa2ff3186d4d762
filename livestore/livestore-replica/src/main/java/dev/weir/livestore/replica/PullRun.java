package dev.weir.livestore.replica;

import dev.weir.livestore.sync.backend.Pull;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The pages of one pull on their way to the log: at most two, so that one is decoded while the
/// other is stored. Once one was not stored, the rest of this pull is not either.
final class PullRun implements AutoCloseable {
  private static final int PAGES = 2;

  private final Pull pull;
  private final Semaphore room = new Semaphore(PAGES);
  private volatile @Nullable Throwable failure;

  PullRun(Pull pull) {
    this.pull = pull;
  }

  Pull pull() {
    return pull;
  }

  void awaitRoom() throws InterruptedException {
    room.acquire();
  }

  void stored() {
    room.release();
  }

  void failed(Throwable why) {
    failure = why;
    pull.close();
    room.release();
  }

  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /// Waits until none of its pages is under way.
  @Override
  public void close() {
    pull.close();
    room.acquireUninterruptibly(PAGES);
  }
}
