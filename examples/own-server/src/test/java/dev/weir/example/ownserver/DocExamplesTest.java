package dev.weir.example.ownserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.RequestCredentials;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of `docs/own-server.md` and `docs/sync-backend.md`: what stands there between the
/// lines of a region stands here, and runs.
@Timeout(60)
class DocExamplesTest {
  private static final EncodedEvent EVENT =
      EncodedEvent.of("n", "{}", new EventSeqNum(1), EventSeqNum.ROOT, "c", "s");

  private final List<EncodedEvent> shown = new ArrayList<>();

  @TempDir Path directory;

  @Test
  void handler_keepsWhatItIsPushed_inItsDirectory() throws Exception {
    // region handler
    S2 s2 = S2Lite.open(directory, S2LiteOptions.DEFAULT); // or S2Client.connect(...)
    var proxy = LiveStoreProxy.over(s2, new BasinName("livestore"), ProxyConfig.defaults());
    var handler = ProxyHandler.of(proxy, ProxyHttpConfig.defaults());
    // endregion
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = HttpServer.create(loopback, 0);
    try (s2;
        proxy;
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext(
          "/api/s2",
          exchange -> {
            try (exchange) {
              handler.handle(new JdkExchange(exchange));
            } catch (InterruptedException e) {
              throw new IllegalStateException("the server stops", e);
            }
          });
      server.start();
      push("http://127.0.0.1:" + server.getAddress().getPort() + "/api/s2");
      server.stop(0);
    }
    assertThat(directory).isNotEmptyDirectory();
  }

  @Test
  void follower_isShownWhatIsPushed() throws Exception {
    try (var server = OwnServer.start(0)) {
      var endpoint = "http://127.0.0.1:" + server.port() + "/api/s2";
      push(endpoint);
      assertThatThrownBy(() -> follow(endpoint)).isInstanceOf(InterruptedException.class);
      assertThat(shown).containsExactly(EVENT);
    }
  }

  private void follow(String endpoint) throws InterruptedException {
    // region follow
    var config =
        S2SyncBackendConfig.at(endpoint, "my-store") // such as http://127.0.0.1:8080/api/s2
            .withCredentials(renew -> RequestCredentials.bearer(token()));
    try (var backend = S2SyncBackend.open(config);
        Pull pull = backend.pull(Optional.empty(), PullMode.LIVE)) {
      for (var page = pull.next(); page.isPresent(); page = pull.next()) {
        page.get().events().forEach(pulled -> show(pulled.event()));
      }
    }
    // endregion
  }

  private static String token() {
    return "any";
  }

  /// The pull would wait for more.
  private void show(EncodedEvent event) {
    shown.add(event);
    Thread.currentThread().interrupt();
  }

  private static void push(String endpoint) throws InterruptedException {
    var config = S2SyncBackendConfig.at(endpoint, "my-store").withPing(PingPolicy.OFF);
    try (var backend = S2SyncBackend.open(config)) {
      assertThat(backend.push(List.of(EVENT))).isEqualTo(new PushResult.Accepted());
    }
  }
}
