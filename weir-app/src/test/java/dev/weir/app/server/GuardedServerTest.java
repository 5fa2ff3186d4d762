package dev.weir.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weir.app.config.Rules;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.observe.TracingVariables;
import dev.weir.livestore.proxy.limits.ProxyLimits;
import dev.weir.livestore.proxy.limits.PushRates;
import dev.weir.livestore.proxy.limits.RateLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The whole program: what it counts, traces and asks while a client pushes and pulls.
class GuardedServerTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
  }

  private static UpConfig inMemory() {
    return UpConfig.on(new S2Source.InMemory());
  }

  private static URI sync(WeirServer server) {
    return new Banner(server).base().resolve("/api/s2");
  }

  private static String event(int seqNum) {
    return "{\"name\":\"v1.TodoCreated\",\"args\":{\"text\":\"x\"},\"seqNum\":"
        + seqNum
        + ",\"parentSeqNum\":"
        + (seqNum - 1)
        + ",\"clientId\":\"c\",\"sessionId\":\"s\"}";
  }

  private HttpResponse<String> push(WeirServer server, String... events) throws Exception {
    return push(server, Map.of(), events);
  }

  private HttpResponse<String> push(
      WeirServer server, Map<String, String> headers, String... events) throws Exception {
    var body = "{\"storeId\":\"secret-store\",\"batch\":[" + String.join(",", events) + "]}";
    var request =
        HttpRequest.newBuilder(sync(server))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> pull(WeirServer server, String from, boolean live) throws Exception {
    var args = "{\"storeId\":\"secret-store\",\"s2SeqNum\":" + from + ",\"live\":" + live + "}";
    var uri = URI.create(sync(server) + "?args=" + URLEncoder.encode(args, StandardCharsets.UTF_8));
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private List<String> metrics(WeirServer server) throws Exception {
    var uri = new Banner(server).base().resolve("/metrics");
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body()
        .lines()
        .toList();
  }

  @Test
  void metrics_afterPushesAndPulls_countThemAndNameNoStore() throws Exception {
    var limits =
        ProxyLimits.defaults()
            .withRatesOfStore(PushRates.unlimited().withEvents(new RateLimit(1_000, 1_000)));
    try (var server = WeirServer.start(inMemory().withRules(Rules.defaults().withLimits(limits)))) {
      push(server, event(1), event(2));
      push(server, event(2), event(3));
      push(server, event(3));
      push(server, event(7));
      push(server, "{}");
      assertThat(pull(server, "\"from-start\"", false).body()).contains("[DONE]");
      assertThat(pull(server, "0", true).body()).contains("[DONE]");

      // A live page is counted once the connection has taken it, which the client may know before.
      var page = metrics(server);
      for (int i = 0; i < 200 && !page.contains("livestore_live_pages_total 1.0"); i++) {
        page = metrics(server);
      }
      assertThat(page)
          .contains(
              "livestore_pushes_total{outcome=\"accepted\"} 2.0",
              "livestore_pushes_total{outcome=\"repeated\"} 1.0",
              "livestore_pushes_total{outcome=\"conflict\"} 1.0",
              "livestore_pushes_total{outcome=\"malformed\"} 1.0",
              "livestore_pushes_total{outcome=\"rate_limited\"} 0.0",
              "livestore_push_repeated_events_total 2.0",
              "livestore_push_latency_seconds_count 4",
              "livestore_appended_events_total 3.0",
              "livestore_append_latency_seconds_count 2",
              "livestore_catch_up_events_total 3.0",
              "livestore_live_pages_total 1.0",
              "livestore_live_events_total 2.0",
              "livestore_open_stores 1.0",
              "livestore_upstream_sessions 1.0",
              "livestore_pulls_refused_total{reason=\"malformed\"} 0.0")
          .anyMatch(line -> line.startsWith("livestore_delivery_lag_seconds_bucket"))
          .anyMatch(line -> line.startsWith("livestore_live_pulls "))
          .noneMatch(line -> line.contains("secret-store"));
    }
  }

  /// Another service, over real HTTP, which notes what it is sent.
  private static final class Service implements AutoCloseable {
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final HttpServer http;

    Service() throws IOException {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext(
          "/",
          exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      http.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/hook?key=secret");
    }

    byte[] next() throws InterruptedException {
      byte[] next = received.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a request to the service").isNotNull();
      return next;
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  @Test
  void webhook_thatAccepts_isSentWhatIsStored() throws Exception {
    try (var service = new Service();
        var server =
            WeirServer.start(
                inMemory().withRules(Rules.defaults().withPushWebhook(service.uri())))) {
      assertThat(push(server, event(1), event(2)).statusCode()).isEqualTo(200);
      assertThat(new String(service.next(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"storeId\":\"secret-store\",\"principal\":\"anybody\",\"batch\":["
                  + event(1)
                  + ","
                  + event(2)
                  + "]}");
      assertThat(server.config().toString()).doesNotContain("key=secret");
    }
  }

  @Test
  void traces_withAnEndpoint_areSentThereAsOneFromPushToAppend() throws Exception {
    try (var collector = new Service()) {
      var variables =
          new TracingVariables(
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  "http://127.0.0.1:" + collector.uri().getPort(),
                  "OTEL_EXPORTER_OTLP_HEADERS",
                  "api-key=secret",
                  "OTEL_SERVICE_NAME",
                  "my-weir",
                  "HOME",
                  "/root"));
      assertThat(variables.toString()).doesNotContain("secret", "HOME");
      try (var server = WeirServer.start(inMemory().withTracing(variables))) {
        push(
            server,
            Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            event(1));
      }
      // Ids are bytes in protobuf, names are text.
      var sent = new String(collector.next(), StandardCharsets.ISO_8859_1);
      var traceId =
          new String(
              HexFormat.of().parseHex("0af7651916cd43dd8448eb211c80319c"),
              StandardCharsets.ISO_8859_1);
      assertThat(sent).contains("my-weir", "push", "append", traceId, "secret-store");
    }
  }

  @Test
  void traces_withVariablesThatMakeNoSense_nameThem() {
    var variables =
        new TracingVariables(Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_TRACES_SAMPLER", "some"));
    assertThatThrownBy(() -> WeirServer.start(inMemory().withTracing(variables)).close())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("OTEL_");
  }

  @Test
  void health_andReadiness_areAnswered() throws Exception {
    try (var server = WeirServer.start(inMemory())) {
      for (String path : List.of("/health", "/ready", "/ping")) {
        var uri = new Banner(server).base().resolve(path);
        var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("OK");
      }
    }
  }

  @Test
  void ready_inFrontOfAnS2ThatIsNotThere_saysSoWhileHealthIsGood() throws Exception {
    var nowhere = new S2Source.Elsewhere(URI.create("http://127.0.0.1:1"), Optional.empty());
    try (var server = WeirServer.start(UpConfig.on(nowhere))) {
      var base = new Banner(server).base();
      var ready =
          http.send(
              HttpRequest.newBuilder(base.resolve("/ready")).build(), BodyHandlers.ofString());
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).isEqualTo("S2 has not answered yet");
      var health =
          http.send(
              HttpRequest.newBuilder(base.resolve("/health")).build(), BodyHandlers.ofString());
      assertThat(health.statusCode()).isEqualTo(200);
    }
  }
}
