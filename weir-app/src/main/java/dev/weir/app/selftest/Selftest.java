package dev.weir.app.selftest;

import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.WeirException;
import dev.weir.app.server.Banner;
import dev.weir.app.server.WeirServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// Drives a throw-away Weir the way its users do, and fails at the first wrong answer.
final class Selftest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Enough that the paths of a push and a pull are warm when a start is being recorded.
  private static final int ROUNDS = 20;

  private final HttpClient client;
  private final URI base;

  private Selftest(HttpClient client, URI base) {
    this.client = client;
    this.base = base;
  }

  /// Runs against the embedded store in memory, then on disk in a temporary directory.
  ///
  /// @throws WeirException if an answer is not the expected one
  static void run() throws IOException, InterruptedException {
    var dataDir = Files.createTempDirectory("weir-selftest");
    try {
      for (var source : List.of(new S2Source.InMemory(), new S2Source.OnDisk(dataDir))) {
        runOn(source);
      }
    } finally {
      delete(dataDir);
    }
  }

  private static void runOn(S2Source source) throws IOException, InterruptedException {
    try (var server = WeirServer.start(UpConfig.on(source));
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var banner = new Banner(server);
      banner.print(new PrintWriter(Writer.nullWriter()));
      var selftest = new Selftest(client, banner.base());
      selftest.health();
      for (int i = 0; i < ROUNDS; i++) {
        selftest.sync("selftest-" + i);
      }
      selftest.s2Api();
      selftest.metrics();
    }
  }

  /// A push, its repeat, and both kinds of pull.
  private void sync(String storeId) throws IOException, InterruptedException {
    expect(200, request("/api/s2").HEAD());
    var push =
        """
        {"storeId":"%s","batch":[{"name":"v1.Selftest","args":{"text":"hello"},"seqNum":1,\
        "parentSeqNum":0,"clientId":"selftest","sessionId":"selftest"}]}
        """
            .formatted(storeId);
    expectBody("{\"success\":true}", 200, request("/api/s2").POST(BodyPublishers.ofString(push)));
    expectBody("{\"success\":true}", 200, request("/api/s2").POST(BodyPublishers.ofString(push)));
    expect(409, request("/api/s2").POST(BodyPublishers.ofString(push.replace("hello", "late"))));
    for (boolean live : new boolean[] {false, true}) {
      var args =
          "{\"storeId\":\"%s\",\"s2SeqNum\":\"from-start\",\"live\":%s}".formatted(storeId, live);
      var query = "?args=" + URLEncoder.encode(args, StandardCharsets.UTF_8);
      expectBody("event: batch", 200, request("/api/s2" + query).GET());
    }
  }

  /// An append and its read, through the S2 API.
  private void s2Api() throws IOException, InterruptedException {
    expect(201, s2("/basins").POST(BodyPublishers.ofString("{\"basin\":\"selftest\"}")));
    expect(201, s2("/streams").POST(BodyPublishers.ofString("{\"stream\":\"hello\"}")));
    var records = "/streams/hello/records";
    expect(200, s2(records).POST(BodyPublishers.ofString("{\"records\":[{\"body\":\"hello\"}]}")));
    expectBody("\"body\":\"hello\"", 200, s2(records + "?seq_num=0").GET());
    var events = s2(records + "?seq_num=0&count=1").setHeader("accept", "text/event-stream");
    expectBody("event: batch", 200, events.GET());
  }

  private void metrics() throws IOException, InterruptedException {
    expectBody("s2_append_ack_latency_seconds_count", 200, request("/metrics").GET());
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(base.resolve(pathAndQuery))
        .setHeader("content-type", "application/json");
  }

  private HttpRequest.Builder s2(String path) {
    return request("/v1" + path).setHeader("s2-basin", "selftest");
  }

  private void health() throws IOException, InterruptedException {
    expect(200, HttpRequest.newBuilder(base.resolve("/health")).GET());
  }

  private void expectBody(String part, int status, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var body = expect(status, request);
    if (!body.contains(part)) {
      throw new WeirException("expected an answer with " + part + ", got " + body);
    }
  }

  private String expect(int status, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var sent = request.timeout(PATIENCE).build();
    var answer = client.send(sent, BodyHandlers.ofString());
    if (answer.statusCode() != status) {
      throw new WeirException(
          "%s %s was answered %d, expected %d: %s"
              .formatted(sent.method(), sent.uri(), answer.statusCode(), status, answer.body()));
    }
    return answer.body();
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
