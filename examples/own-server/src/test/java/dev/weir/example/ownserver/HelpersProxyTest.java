package dev.weir.example.ownserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.syncs2.S2Config;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.server.S2Server;
import dev.weir.s2.server.S2ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The documented proxy in Java, in front of a real S2 server, under the Java client.
@Timeout(60)
class HelpersProxyTest {
  private final S2 s2 = S2Lite.inMemory();
  private final S2Server s2Server = S2Server.start(s2, S2ServerConfig.LOOPBACK);
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  HelpersProxyTest() throws IOException {
    String base = s2Server.endpoint() + "/v1";
    var config =
        S2Config.of("my-basin", "none-needed")
            .withAccountBase(base)
            .withBasinBase(base)
            .withLite(true);
    var proxy = new HelpersProxy(config, http);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/api/s2",
        exchange -> {
          try (exchange) {
            proxy.handle(new JdkExchange(exchange));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
    s2Server.close();
    s2.close();
  }

  private static EncodedEvent event(long seqNum) {
    return EncodedEvent.of(
        "n", "{}", new EventSeqNum(seqNum), new EventSeqNum(seqNum - 1), "c", "s");
  }

  @Test
  void client_pushesAndPulls() throws InterruptedException {
    var config =
        S2SyncBackendConfig.at(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/api/s2", "store")
            .withPing(PingPolicy.OFF);
    try (var backend = S2SyncBackend.open(config);
        var pull = backend.pull(Optional.empty(), PullMode.LIVE)) {
      backend.ping();
      assertThat(backend.push(List.of(event(1)))).isEqualTo(new PushResult.Accepted());
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(event(1));
      assertThat(backend.push(List.of(event(2)))).isEqualTo(new PushResult.Accepted());
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(event(2));
    }
  }
}
