package dev.weir.example.ownserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnServerTest {
  private final OwnServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  OwnServerTest() throws IOException {
    server = OwnServer.start(0);
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    server.close();
  }

  private String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Test
  void client_syncs_besideTheApplication() throws Exception {
    var config = S2SyncBackendConfig.at(url() + "/api/s2", "store").withPing(PingPolicy.OFF);
    var event = EncodedEvent.of("n", "{}", new EventSeqNum(1), EventSeqNum.ROOT, "c", "s");
    try (var backend = S2SyncBackend.open(config);
        var pull = backend.pull(Optional.empty(), PullMode.LIVE)) {
      backend.ping();
      assertThat(pull.next().orElseThrow().events()).isEmpty();
      assertThat(backend.push(List.of(event))).isEqualTo(new PushResult.Accepted());
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(event);
    }
    var page = HttpRequest.newBuilder(URI.create(url() + "/")).build();
    assertThat(http.send(page, BodyHandlers.ofString()).body()).isEqualTo("my application\n");
  }

  @Test
  void badPush_isRefusedAsEverywhere() throws Exception {
    assertThat(push("/api/s2", "application/json", "{").statusCode()).isEqualTo(400);
    assertThat(push("/api/s2/push", "text/plain", "{}").statusCode()).isEqualTo(415);
    assertThat(push("/api/s2/push", "application/json", " ".repeat(3 << 20)).statusCode())
        .isEqualTo(413);
  }

  /// A stock client never repeats a push that hangs.
  @Test
  void requestThatDies_isBrokenOff() throws Exception {
    var deadly =
        ProxyHttpConfig.defaults()
            .withAccess(credentials -> {
              throw new StackOverflowError();
            });
    try (var dying = OwnServer.start(0, deadly)) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + dying.port() + "/api/s2"))
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString("{}"))
              .build();
      assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  private HttpResponse<String> push(String path, String type, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
