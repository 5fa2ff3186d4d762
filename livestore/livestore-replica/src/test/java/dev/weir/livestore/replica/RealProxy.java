package dev.weir.livestore.replica;

import com.linecorp.armeria.server.Server;
import dev.weir.livestore.armeria.ProxyRoutes;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.PulledEvent;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.RetryPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.lite.S2Lite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole proxy over HTTP, on a store in memory.
final class RealProxy implements AutoCloseable {
  private final S2Lite streams = S2Lite.inMemory();
  private final LiveStoreProxy proxy =
      LiveStoreProxy.over(streams, new BasinName("livestore"), ProxyConfig.defaults());
  private final Server server;

  RealProxy() {
    var builder = Server.builder().http(0);
    ProxyRoutes.install(builder, "/api/s2", proxy, ProxyHttpConfig.defaults());
    server = builder.build();
    server.start().join();
  }

  String url() {
    return "http://127.0.0.1:" + server.activeLocalPort() + "/api/s2";
  }

  S2SyncBackend backend() {
    return backend(url());
  }

  static S2SyncBackend backend(String url) {
    var retry = new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(50));
    return S2SyncBackend.open(
        S2SyncBackendConfig.at(url, "store")
            .withPing(PingPolicy.OFF)
            .withRetry(retry, retry, retry));
  }

  /// What the store holds, as a new client sees it.
  List<EncodedEvent> events() throws InterruptedException {
    var events = new ArrayList<EncodedEvent>();
    try (var backend = backend();
        var pull = backend.pull(Optional.empty(), PullMode.ONCE)) {
      for (Optional<PullPage> page = pull.next(); page.isPresent(); page = pull.next()) {
        page.get().events().stream().map(PulledEvent::event).forEach(events::add);
      }
    }
    return events;
  }

  @Override
  public void close() {
    proxy.close();
    server.stop().join();
    streams.close();
  }
}
