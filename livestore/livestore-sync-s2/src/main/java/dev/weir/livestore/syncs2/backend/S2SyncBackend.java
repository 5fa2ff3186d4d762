package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.BackendInfo;
import dev.weir.livestore.sync.backend.Connectivity;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.SyncBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A store's log behind an API proxy: Weir's, or any other made with the helpers of
/// `@livestore/sync-s2`. The requests are those of its `makeSyncBackend`, byte for byte; what it
/// does when something goes wrong is not, see `docs/sync-backend.md`.
public final class S2SyncBackend implements SyncBackend {
  private final S2SyncBackendConfig config;
  private final Connectivity connectivity = new Connectivity();
  private final ProxyCalls calls;
  private final Pushing pushing;
  private final PingLoop pings;
  private final Set<S2Pull> pulls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private S2SyncBackend(S2SyncBackendConfig config) {
    this.config = config;
    this.calls = new ProxyCalls(config, connectivity);
    this.pushing = new Pushing(calls, config);
    this.pings = new PingLoop(calls, config.ping());
  }

  /// A backend that pings its proxy until it is closed, where that is configured.
  public static S2SyncBackend open(S2SyncBackendConfig config) {
    var backend = new S2SyncBackend(config);
    backend.pings.start();
    return backend;
  }

  @Override
  public void connect() throws InterruptedException {
    ping();
  }

  @Override
  public Pull pull(Optional<PullCursor> cursor, PullMode mode) {
    requireOpen();
    var pull = new S2Pull(calls, config, PullProgress.behind(cursor), mode, pulls::remove);
    pulls.add(pull);
    if (closed) {
      pull.close(); // which closing may not have seen
    }
    return pull;
  }

  @Override
  public PushResult push(List<EncodedEvent> batch) throws InterruptedException {
    requireOpen();
    return pushing.push(batch);
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    calls.ping(config.ping().requestTimeout());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the backend is closed");
    }
  }

  @Override
  public Connectivity connectivity() {
    return connectivity;
  }

  @Override
  public BackendInfo info() {
    return new BackendInfo(
        "@livestore/sync-s2",
        "A LiveStore log on an S2 stream, behind an API proxy",
        Map.of("protocol", "http", "endpoint", config.endpoints().pull().toString()),
        false,
        true);
  }

  @Override
  public void close() {
    closed = true;
    pings.close();
    pulls.forEach(Pull::close);
    calls.close();
  }
}
