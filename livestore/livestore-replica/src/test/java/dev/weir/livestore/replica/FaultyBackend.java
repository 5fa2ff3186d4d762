package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.BackendInfo;
import dev.weir.livestore.sync.backend.Connectivity;
import dev.weir.livestore.sync.backend.OfflineException;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.PushRejectedException;
import dev.weir.livestore.sync.backend.SyncBackend;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// A real backend over a bad line: it may be offline, lose requests, lose answers, send pushes
/// twice and break pulls, as often as it is told.
final class FaultyBackend implements SyncBackend {
  private final SyncBackend backend;
  private final Random random;
  private final double share;
  private volatile boolean offline;
  private volatile Function<List<EncodedEvent>, Optional<PushRejectedException>> refusal =
      batch -> Optional.empty();

  /// @param share of the calls that go wrong, 0 to 1
  FaultyBackend(SyncBackend backend, Random random, double share) {
    this.backend = backend;
    this.random = random;
    this.share = share;
  }

  static FaultyBackend reliable(SyncBackend backend) {
    return new FaultyBackend(backend, new Random(), 0);
  }

  void setOffline(boolean now) {
    offline = now;
  }

  void refuse(Function<List<EncodedEvent>, Optional<PushRejectedException>> which) {
    refusal = which;
  }

  private synchronized boolean goesWrong() {
    return random.nextDouble() < share;
  }

  private static OfflineException lost(String what) {
    return new OfflineException("the " + what + " was lost", null);
  }

  @Override
  public void connect() throws InterruptedException {
    backend.connect();
  }

  @Override
  public Pull pull(Optional<PullCursor> cursor, PullMode mode) {
    Pull pull = backend.pull(cursor, mode);
    return new Pull() {
      @Override
      public Optional<PullPage> next() throws InterruptedException {
        if (offline || goesWrong()) {
          pull.close();
          throw lost("connection");
        }
        Optional<PullPage> page = pull.next();
        if (offline || goesWrong()) {
          pull.close();
          throw lost("page");
        }
        return page;
      }

      @Override
      public void close() {
        pull.close();
      }
    };
  }

  @Override
  public PushResult push(List<EncodedEvent> batch) throws InterruptedException {
    if (offline || goesWrong()) {
      throw lost("request");
    }
    Optional<PushRejectedException> refused = refusal.apply(batch);
    if (refused.isPresent()) {
      throw refused.get();
    }
    PushResult result = backend.push(batch);
    if (goesWrong()) {
      result = backend.push(batch);
    }
    if (offline || goesWrong()) {
      throw lost("answer");
    }
    return result;
  }

  @Override
  public void ping() throws InterruptedException {
    backend.ping();
  }

  @Override
  public Connectivity connectivity() {
    return backend.connectivity();
  }

  @Override
  public BackendInfo info() {
    return backend.info();
  }

  @Override
  public void close() {
    backend.close();
  }
}
