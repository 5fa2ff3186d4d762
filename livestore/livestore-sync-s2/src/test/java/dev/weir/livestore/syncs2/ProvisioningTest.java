package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProvisioningTest {
  private record Received(String method, String path, HttpExchange exchange, String body) {}

  private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(16);
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::refuse);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    http.close();
  }

  @TestFactory
  Stream<DynamicTest> ensure_sendsWhatTheOriginalDoes() {
    return Vector.tests(
        "provisioning.json",
        vector -> {
          S2Config config = here(vector.config());
          S2ProxyHelpers.ensureBasin(http, config);
          check(vector.object("basinRequest"));
          S2ProxyHelpers.ensureStream(http, config, vector.text("stream"));
          check(vector.object("streamRequest"));
        });
  }

  @Test
  void ensureBasin_withNobodyListening_endsQuietly() {
    server.stop(0);
    S2Config config = here(S2Config.of("my-basin", "t"));
    assertThatCode(() -> S2ProxyHelpers.ensureBasin(http, config)).doesNotThrowAnyException();
  }

  @Test
  void ensureBasin_whenInterrupted_keepsTheFlag() {
    Thread.currentThread().interrupt();
    S2ProxyHelpers.ensureBasin(http, here(S2Config.of("my-basin", "t")));
    assertThat(Thread.interrupted()).isTrue();
  }

  private void check(Vector expected) {
    Received request = received.remove();
    assertThat(request.method()).isEqualTo(expected.text("method"));
    assertThat(expected.text("url")).endsWith(request.path());
    expected
        .headers("headers")
        .forEach((name, value) ->
            assertThat(request.exchange().getRequestHeaders().getFirst(name))
                .as(name)
                .isEqualTo(value.strip()));
    assertThat(request.body()).isEqualTo(expected.text("body"));
  }

  private S2Config here(S2Config config) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    return config.withAccountBase(base.toString()).withBasinBase(base.toString());
  }

  /// Answers with a failure: the helpers must not care.
  private void refuse(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        new Received(
            exchange.getRequestMethod(), exchange.getRequestURI().getPath(), exchange, body));
    exchange.sendResponseHeaders(503, -1);
    exchange.close();
  }
}
