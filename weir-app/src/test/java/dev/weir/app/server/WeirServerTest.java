package dev.weir.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.app.access.Guards;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.exit.WeirException;
import dev.weir.app.listen.Listen;
import dev.weir.s2.AccessToken;
import dev.weir.s2.server.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class WeirServerTest {
  private static UpConfig inMemory() {
    return UpConfig.on(new S2Source.InMemory());
  }

  private static UpConfig inMemory(Tls tls) {
    return inMemory().withListen(Listen.onLoopback().withTls(tls));
  }

  private static UpConfig inMemory(int port) {
    return inMemory()
        .withListen(Listen.onLoopback().withAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void health_ofARunningServer_isOk() throws Exception {
    try (var server = WeirServer.start(inMemory())) {
      var answer = get(new Banner(server).base().resolve("/health"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("OK");
      assertThat(get(new Banner(server).base().resolve("/ping")).body()).isEqualTo("OK");
    }
  }

  @Test
  void start_withARootToken_letsItsHolderAloneUseTheApi() throws Exception {
    var root = new AccessToken("0123456789abcdef0123456789abcdef");
    try (var server =
            WeirServer.start(inMemory().withGuards(Guards.onThisMachine().withRootToken(root)));
        var client = HttpClient.newHttpClient()) {
      var base = new Banner(server).base();
      var basins = HttpRequest.newBuilder(base.resolve("/v1/basins"));

      assertThat(get(base.resolve("/v1/basins")).statusCode()).isEqualTo(401);
      var asRoot = basins.setHeader("authorization", "Bearer " + root.value()).build();
      assertThat(client.send(asRoot, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      // Sync is guarded apart.
      var sync = HttpRequest.newBuilder(base.resolve("/api/s2")).HEAD().build();
      assertThat(client.send(sync, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThat(server.config().toString()).doesNotContain(root.value());
    }
  }

  @Test
  void metrics_afterAnAppend_countItAndItsRequest() throws Exception {
    try (var server = WeirServer.start(inMemory());
        var client = HttpClient.newHttpClient()) {
      var base = new Banner(server).base();
      post(client, base.resolve("/v1/basins"), "{\"basin\":\"some-basin\"}");
      post(client, base.resolve("/v1/streams"), "{\"stream\":\"secret/name\"}");
      var records = base.resolve("/v1/streams/secret%2Fname/records");
      post(client, records, "{\"records\":[{\"body\":\"a\"},{\"body\":\"b\"}]}");
      get(base.resolve("/v1/nothing"));

      // A request is counted once its answer was sent, which the client may know before.
      var page = get(base.resolve("/metrics"));
      for (int tries = 0; tries < 100 && !page.body().contains("status=\"404\""); tries++) {
        page = get(base.resolve("/metrics"));
      }

      assertThat(page.headers().firstValue("content-type").orElse(""))
          .startsWith("text/plain")
          .contains("version=0.0.4");
      assertThat(page.body().lines())
          .contains(
              "s2_append_ack_latency_seconds_count 1",
              "s2_append_permit_latency_seconds_count 1",
              "s2_append_batch_records_bucket{le=\"1.0\"} 0",
              "s2_append_batch_records_bucket{le=\"10.0\"} 1",
              "s2_append_batch_records_sum 2.0",
              "s2_append_batch_bytes_sum 18.0",
              "http_requests_total{method=\"POST\",route=\"/v1/streams/{stream}/records\","
                  + "status=\"200\"} 1.0",
              "http_requests_total{method=\"GET\",route=\"other\",status=\"404\"} 1.0")
          .anyMatch(
              line -> line.startsWith("http_requests_active{method=\"GET\",route=\"/metrics\"}"))
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
          .anyMatch(line -> line.startsWith("process_uptime_seconds "))
          .noneMatch(line -> line.contains("secret") || line.contains("some-basin"));
    }
  }

  private static void post(HttpClient client, URI uri, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(uri)
            .setHeader("content-type", "application/json")
            .setHeader("s2-basin", "some-basin")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isBetween(200, 299);
  }

  /// What the certificate is like is TlsTest's matter: here it is enough that one is shown.
  @Test
  void start_withACertificateOfItsOwn_servesHttpsAlone() {
    try (var server = WeirServer.start(inMemory(new Tls.SelfSigned()))) {
      var base = new Banner(server).base();

      assertThat(base.getScheme()).isEqualTo("https");
      assertThatThrownBy(() -> get(base.resolve("/health")))
          .isInstanceOf(SSLHandshakeException.class);
      var plain = URI.create("http://127.0.0.1:" + server.port() + "/health");
      assertThatThrownBy(() -> get(plain)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void start_withoutTheCertificatesFile_namesTheOptionAndTheFile() {
    var pem = new Tls.Pem(Path.of("no-such.crt"), Path.of("no-such.key"));

    assertThatThrownBy(() -> WeirServer.start(inMemory(pem)).close())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("--tls-key")
        .hasMessageContaining("no-such.key");
  }

  @Test
  void start_onATakenPort_namesThePortAndWhatToDo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> WeirServer.start(inMemory(port)).close())
          .isInstanceOf(WeirException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("--port");
    }
  }

  @Test
  void close_twice_freesThePortOnce() throws Exception {
    var server = WeirServer.start(inMemory());
    int port = server.port();

    server.close();
    server.close();

    try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
    server.awaitClosed();
  }
}
