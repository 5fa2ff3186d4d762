package dev.weir.bench.replica;

import com.linecorp.armeria.server.Server;
import dev.weir.livestore.armeria.ProxyRoutes;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.lite.S2Lite;
import java.nio.file.Path;
import java.util.ArrayList;

/// A whole proxy on a durable store, over HTTP on the loopback address, in this process.
final class Proxy implements AutoCloseable {
  private static final int BATCH = 1_000;

  private final S2Lite streams;
  private final LiveStoreProxy proxy;
  private final Server server;

  Proxy(Path directory) {
    streams = S2Lite.open(directory);
    proxy = LiveStoreProxy.over(streams, new BasinName("livestore"), ProxyConfig.defaults());
    var builder = Server.builder().http(0);
    ProxyRoutes.install(builder, "/api/s2", proxy, ProxyHttpConfig.defaults());
    server = builder.build();
    server.start().join();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.activeLocalPort() + "/api/s2";
  }

  S2SyncBackend backend(String storeId) {
    return S2SyncBackend.open(S2SyncBackendConfig.at(endpoint(), storeId).withPing(PingPolicy.OFF));
  }

  /// Has a store begin with so many events.
  void fill(String storeId, int events) throws InterruptedException {
    for (int from = 0; from < events; from += BATCH) {
      var batch = new ArrayList<EncodedEvent>();
      for (int i = from; i < Math.min(events, from + BATCH); i++) {
        batch.add(
            EncodedEvent.of(
                Load.NAME,
                Load.ARGS,
                new EventSeqNum(i + 1L),
                new EventSeqNum(i),
                "another",
                "client"));
      }
      var unused = proxy.push(new PushPayload(storeId, batch));
    }
  }

  @Override
  public void close() {
    proxy.close();
    server.stop().join();
    streams.close();
  }
}
