package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteOptions;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.Arguments;

/// What requests are answered, byte for byte: one server for a class, and for each test an engine
/// whose clock stands still, and which holds the basin `test-basin` with the streams `orders`
/// (records `a`, `b`, `c` at timestamps 1, 2, 3), `empty` and `a/b %`.
///
/// Bodies and answers are written with `'` for `"`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RequestTable {
  static final String NOW = "1767323045006";
  static final String NOW_TEXT = "2026-01-02T03:04:05.006Z";
  static final String BASIN = "s2-basin: test-basin";
  static final String JSON = "content-type: application/json";
  static final String SSE = "accept: text/event-stream";
  static final String BASE64 = "s2-format: base64";
  static final String ORDERS = "/v1/streams/orders/records";

  private static final S2LiteOptions OPTIONS =
      S2LiteOptions.DEFAULT.withClock(InstantSource.fixed(Instant.parse(NOW_TEXT)));

  final TestStore store = new TestStore();
  final S2Server server = S2Server.start(store, S2ServerConfig.LOOPBACK);

  @BeforeEach
  void fill() {
    store.set(S2Lite.inMemory(OPTIONS));
    store.createBasin(new BasinName("test-basin"), BasinConfig.DEFAULT);
    for (String name : List.of("orders", "empty", "a/b %")) {
      basin().createStream(new StreamName(name), StreamConfig.UNSET);
    }
    for (String body : List.of("a", "b", "c")) {
      var record = AppendRecord.of(body).withTimestamp(body.charAt(0) - 'a' + 1);
      stream("orders").append(AppendInput.of(record));
    }
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @AfterAll
  void closeServer() {
    server.close();
  }

  S2Basin basin() {
    return store.basin(new BasinName("test-basin"));
  }

  S2Stream stream(String name) {
    return basin().stream(new StreamName(name));
  }

  Http.Answer send(String method, String target, String body, String... headers)
      throws IOException {
    return send(method, target, body.replace('\'', '"').getBytes(UTF_8), headers);
  }

  Http.Answer send(String method, String target, byte[] body, String... headers)
      throws IOException {
    var answer = Http.send(server.endpoint(), method, target, body, headers);
    OpenApi.check(method, target, answer);
    return answer;
  }

  Http.Answer get(String target) throws IOException {
    return send("GET", target, "", BASIN);
  }

  /// Appends to `orders`.
  Http.Answer append(String body) throws IOException {
    return send("POST", ORDERS, body, BASIN, JSON);
  }

  /// A read of `orders` as a stream of events.
  Events events(String query, String... headers) throws IOException {
    return eventsOf("orders", query, headers);
  }

  Events eventsOf(String stream, String query, String... headers) throws IOException {
    var all = new ArrayList<>(List.of(headers));
    all.add(BASIN);
    all.add(SSE);
    String target = "/v1/streams/" + stream + "/records" + query;
    return new Events(
        Http.open(server.endpoint(), "GET", target, new byte[0], all.toArray(String[]::new)));
  }

  static void assertAnswer(Http.Answer got, int status, String answer) {
    assertThat(got.body()).isEqualTo(answer.replace('\'', '"'));
    assertThat(got.status()).isEqualTo(status);
    if (!answer.isEmpty()) {
      assertThat(got.header("content-type")).contains("application/json");
    }
  }

  static Arguments row(String method, String target, int status, String answer, String... headers) {
    return with(method, target, "", status, answer, headers);
  }

  static Arguments with(
      String method, String target, String body, int status, String answer, String... headers) {
    return arguments(method, target, body, List.of(headers), status, answer);
  }

  static String type(String contentType) {
    return "content-type: " + contentType;
  }

  static String error(String code, String message) {
    return "{'code':'" + code + "','message':'" + message + "'}";
  }

  static String missing(String what) {
    return error("not_implemented", "Not implemented by this server: " + what);
  }

  static String badQuery(String message) {
    return error("bad_query", "Failed to deserialize query string: " + message);
  }

  static String badHeader(String message) {
    return error("bad_header", message);
  }

  static String invalid(String message) {
    return error("invalid", message);
  }

  static String badJson(String message, int column) {
    return error("bad_json", message + " at line 1 column " + column);
  }

  static String noJson() {
    return error("bad_json", "Expected request with `Content-Type: application/json`");
  }

  static String tail(long seqNum, long timestamp) {
    return "{'tail':{'seq_num':" + seqNum + ",'timestamp':" + timestamp + "}}";
  }

  static String noStream(String name) {
    return error("stream_not_found", "stream `" + name + "` in basin `test-basin` not found");
  }

  static String noBasin() {
    return error("basin_not_found", "basin `gone-basin` not found");
  }
}
