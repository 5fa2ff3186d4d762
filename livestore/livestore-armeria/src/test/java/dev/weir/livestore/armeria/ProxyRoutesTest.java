package dev.weir.livestore.armeria;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The proxy's protocol over real HTTP, and every kind of bad input: each row shows that the store
/// is as it was, that the answer says what is wrong, and that the next request works.
class ProxyRoutesTest {
  private static final BasinName BASIN = new BasinName("livestore");
  private static final String FIRST = event(1, 0);
  private static final Pattern SEQ_NUM = Pattern.compile("\\\\\"seqNum\\\\\":(\\d+)");
  private static final Duration REFUSAL_DELAY = Duration.ofMillis(150);

  private static final AtomicInteger STORES = new AtomicInteger();
  private static final S2 STREAMS = S2Lite.inMemory();
  private static final LiveStoreProxy PROXY =
      LiveStoreProxy.over(STREAMS, BASIN, ProxyConfig.defaults());
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Server SERVER = server();

  private final String store = "s" + STORES.incrementAndGet();

  private static Server server() {
    var builder = Server.builder().http(0);
    var config =
        ProxyHttpConfig.defaults()
            .withRefusalDelay(REFUSAL_DELAY)
            .withAllowedOrigins(List.of("https://app.example"));
    ProxyRoutes.install(builder, "/api/s2", PROXY, config);
    Server server = builder.build();
    server.start().join();
    return server;
  }

  @BeforeEach
  void storeOneEvent() throws Exception {
    assertThat(push(body("s", FIRST)).statusCode()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    PROXY.close();
    SERVER.stop().join();
    HTTP.close();
    STREAMS.close();
  }

  static Stream<Arguments> badPushes() {
    String second = event(2, 1);
    return Stream.of(
        Arguments.of("no body", "", 400, "Malformed"),
        Arguments.of("malformed JSON", "{\"storeId\":\"s\",", 400, "Malformed"),
        Arguments.of("an array", "[]", 400, "Malformed"),
        Arguments.of("no storeId", "{\"batch\":[" + second + "]}", 400, "storeId"),
        Arguments.of(
            "a storeId of the wrong type",
            "{\"storeId\":1,\"batch\":[" + second + "]}",
            400,
            "storeId"),
        Arguments.of("an empty storeId", body("", second), 400, "storeId is empty"),
        Arguments.of(
            "an endless storeId", body("x".repeat(10_000), second), 400, "10000 characters"),
        Arguments.of("no batch", "{\"storeId\":\"s\"}", 400, "batch"),
        Arguments.of("a batch of the wrong type", "{\"storeId\":\"s\",\"batch\":{}}", 400, "batch"),
        Arguments.of("an event of the wrong type", body("s", "7"), 400, "batch[0]"),
        Arguments.of(
            "an event without a name",
            body("s", second.replace("name", "nam")),
            400,
            "batch[0].name"),
        Arguments.of(
            "a number as text",
            body("s", second.replace(":2,", ":\"2\",")),
            400,
            "batch[0].seqNum"),
        Arguments.of(
            "a broken number", body("s", second.replace(":2,", ":2.5,")), 400, "batch[0].seqNum"),
        Arguments.of(
            "an unsafe number",
            body("s", second.replace(":2,", ":9007199254740992,")),
            400,
            "batch[0].seqNum"),
        Arguments.of("numbers that do not ascend", body("s", event(1, 1)), 400, "batch[0]"),
        Arguments.of("numbers that descend", body("s", event(2, 1), event(1, 2)), 400, "batch[1]"),
        Arguments.of("events that do not chain", body("s", second, event(4, 3)), 400, "batch[1]"),
        Arguments.of("an event over 1 MiB", body("s", large(1 << 20)), 413, "EventTooLarge"),
        Arguments.of("a body over the limit", body("s", large(3 << 20)), 413, "BodyTooLarge"),
        Arguments.of(
            "a conflict",
            body("s", event(1, 0).replace("\"c\"", "\"other\"")),
            409,
            "\"minimumExpectedNum\":1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPushes")
  void push_thatIsBad_isRefusedAndLeavesTheStoreAsItWas(
      String what, String body, int status, String says) throws Exception {
    HttpResponse<String> answer = push(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.body()).startsWith("{\"error\":").contains(says);
    assertThat(stored()).containsExactly(FIRST);
    assertThat(push(body("s", event(2, 1))).body()).isEqualTo("{\"success\":true}");
  }

  @Test
  void push_withInvalidUtf8_isRefused() throws Exception {
    byte[] body = body(store, event(2, 1)).getBytes(StandardCharsets.ISO_8859_1);
    body[body.length - 20] = (byte) 0xC3;
    HttpRequest request =
        request("")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
    assertThat(stored()).containsExactly(FIRST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense"})
  void push_ofAnotherContentType_isRefused(String type) throws Exception {
    HttpRequest request =
        request("")
            .POST(BodyPublishers.ofString(body(store, event(2, 1))))
            .header("content-type", type)
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("application/json");
    assertThat(stored()).containsExactly(FIRST);
  }

  @Test
  void push_withUnknownFields_ignoresThem() throws Exception {
    String body =
        "{\"v\":2,\"storeId\":\"s\",\"batch\":["
            + event(2, 1).replace("{\"name\"", "{\"more\":[1],\"name\"")
            + "]}";
    assertThat(push(body).statusCode()).isEqualTo(200);
  }

  static Stream<Arguments> badPulls() {
    return Stream.of(
        Arguments.of("no args", "", "args"),
        Arguments.of("args that are no JSON", "?args=%7Bx", "JSON"),
        Arguments.of(
            "args without a storeId",
            "?args=" + encode("{\"s2SeqNum\":0,\"live\":false}"),
            "storeId"),
        Arguments.of("an empty storeId", "?args=" + encode(args("", "0")), "storeId is empty"),
        Arguments.of(
            "an endless storeId",
            "?args=" + encode(args("x".repeat(5_000), "0")),
            "5000 characters"),
        Arguments.of("a negative cursor", "?args=" + encode(args("s", "-1")), "s2SeqNum"),
        Arguments.of("a broken cursor", "?args=" + encode(args("s", "1.5")), "s2SeqNum"),
        Arguments.of(
            "a word for a cursor", "?args=" + encode(args("s", "\"from-end\"")), "s2SeqNum"),
        Arguments.of(
            "live of the wrong type",
            "?args=" + encode("{\"storeId\":\"s\",\"s2SeqNum\":0,\"live\":1}"),
            "live"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPulls")
  void pull_thatIsBad_isRefusedSlowly(String what, String query, String says) throws Exception {
    long start = System.nanoTime();
    HttpResponse<String> answer = HTTP.send(request(query).GET().build(), BodyHandlers.ofString());
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(REFUSAL_DELAY.toNanos());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":").contains(says);
    assertThat(pull(args(store, "\"from-start\"")).body()).contains("event: batch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS"})
  void otherMethods_areRefusedSlowly(String method) throws Exception {
    long start = System.nanoTime();
    HttpRequest request = request("").method(method, BodyPublishers.noBody()).build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("GET, HEAD, POST");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(REFUSAL_DELAY.toNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/ping"})
  void ping_isAnsweredWithoutABody(String path) throws Exception {
    HttpRequest request = request(path).method("HEAD", BodyPublishers.noBody()).build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void splitPaths_pushAndPull() throws Exception {
    HttpRequest push =
        request("/push")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body(store, event(2, 1))))
            .build();
    assertThat(HTTP.send(push, BodyHandlers.ofString()).body()).isEqualTo("{\"success\":true}");
    HttpRequest pull = request("/pull?args=" + encode(args(store, "0"))).GET().build();
    assertThat(HTTP.send(pull, BodyHandlers.ofString()).body()).contains("\\\"seqNum\\\":2");
  }

  @Test
  void pull_isAnEventStreamOfOneBatchAndTheEnd() throws Exception {
    HttpResponse<String> answer = pull(args(store, "\"from-start\""));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-cache, no-transform");
    String body = FIRST.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThat(answer.body())
        .matches(
            "(?s)event: batch\ndata: \\{\"records\":\\[\\{\"seq_num\":0,\"timestamp\":\\d+,\"body\":\""
                + java.util.regex.Pattern.quote(body)
                + "\"\\}\\],\"tail\":\\{\"seq_num\":1,\"timestamp\":\\d+\\}\\}\n\ndata: \\[DONE\\]\n\n");
  }

  @Test
  void live_carriesPageAfterPageInOneAnswer() throws Exception {
    String args = args(store, "0").replace("false", "true");
    HttpRequest request = request("/live?args=" + encode(args)).GET().build();
    HttpResponse<Stream<String>> answer = HTTP.send(request, BodyHandlers.ofLines());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    try (Stream<String> lines = answer.body()) {
      Iterator<String> data = lines.filter(line -> line.startsWith("data: {\"rec")).iterator();
      for (int seqNum = 2; seqNum <= 6; seqNum++) {
        assertThat(push(body("s", event(seqNum, seqNum - 1))).statusCode()).isEqualTo(200);
        assertThat(data.next()).contains("\\\"seqNum\\\":" + seqNum + ",");
      }
    }
  }

  /// Far more than the connection's buffers hold is due to it.
  @Test
  void live_bySomebodyWhoReadsNothing_delaysNobodyAndLosesNothing() throws Exception {
    String args = args(store, "0").replace("false", "true");
    HttpRequest request =
        request("/live?args=" + encode(args)).version(HttpClient.Version.HTTP_1_1).GET().build();
    String padding = "x".repeat(500_000);
    try (Stream<String> slow = HTTP.send(request, BodyHandlers.ofLines()).body();
        Stream<String> quick = HTTP.send(request, BodyHandlers.ofLines()).body()) {
      Iterator<String> pages = quick.filter(line -> line.startsWith("data: {\"rec")).iterator();
      for (int seqNum = 2; seqNum <= 41; seqNum++) {
        String event = event(seqNum, seqNum - 1).replace("\"a\":\"", "\"a\":\"" + padding);
        assertThat(push(body("s", event)).statusCode()).isEqualTo(200);
        assertThat(seqNums(pages.next())).containsExactly(seqNum);
      }
      List<Integer> caughtUp =
          slow.filter(line -> line.startsWith("data: {\"rec"))
              .flatMap(page -> seqNums(page).stream())
              .limit(40)
              .toList();
      assertThat(caughtUp).isEqualTo(IntStream.rangeClosed(2, 41).boxed().toList());
    }
  }

  private static List<Integer> seqNums(String page) {
    return SEQ_NUM.matcher(page).results().map(found -> Integer.valueOf(found.group(1))).toList();
  }

  @Test
  void live_ofAPullThatIsNotLive_isRefusedSlowly() throws Exception {
    long start = System.nanoTime();
    HttpRequest request = request("/live?args=" + encode(args(store, "0"))).GET().build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("live=true");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(REFUSAL_DELAY.toNanos());
  }

  @Test
  void pull_withALongPayload_isServedOverHttp1() throws Exception {
    String args =
        args(store, "\"from-start\"").replace("}", ",\"payload\":\"" + "x".repeat(20_000) + "\"}");
    HttpRequest request =
        request("?args=" + encode(args)).version(HttpClient.Version.HTTP_1_1).GET().build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("event: batch");
  }

  /// A client that gets a page and then, instead of the response's end, a reset, does not survive
  /// it: whatever brings the last page must bring the end of the response along.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lastPage_arrivesTogetherWithTheEndOfTheResponse(boolean live) throws Exception {
    String args = args(store, "\"from-start\"").replace("false", String.valueOf(live));
    String request = "GET /api/s2?args=" + encode(args) + " HTTP/1.1\r\nhost: localhost\r\n\r\n";
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.activeLocalPort())) {
      for (int i = 0; i < 20; i++) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(readUntil("event: batch", socket)).endsWith("data: [DONE]\n\n\r\n0\r\n\r\n");
      }
    }
  }

  /// Reads as much as comes at once, again and again, until `text` is in it.
  private static String readUntil(String text, Socket socket) throws IOException {
    var buffer = new byte[65_536];
    while (true) {
      int n = socket.getInputStream().read(buffer);
      assertThat(n).as("bytes before the end of the connection").isPositive();
      var read = new String(buffer, 0, n, StandardCharsets.UTF_8);
      if (read.contains(text)) {
        return read;
      }
    }
  }

  @Test
  void pages_ofAnAllowedOrigin_mayPushWithTracingHeaders() throws Exception {
    HttpRequest preflight =
        request("")
            .method("OPTIONS", BodyPublishers.noBody())
            .header("origin", "https://app.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type,b3,traceparent")
            .build();
    HttpResponse<String> answer = HTTP.send(preflight, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("access-control-allow-origin"))
        .contains("https://app.example");
    assertThat(answer.headers().firstValue("access-control-allow-headers").orElse(""))
        .contains("b3", "traceparent");
  }

  /// Each test writes to a store of its own, which the rows call `s`.
  private HttpResponse<String> push(String bodyForS) throws Exception {
    String body = bodyForS.replace("\"storeId\":\"s\"", "\"storeId\":\"" + store + "\"");
    HttpRequest request =
        request("")
            .POST(BodyPublishers.ofString(body))
            .header("content-type", "application/json")
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> pull(String args) throws Exception {
    return HTTP.send(request("?args=" + encode(args)).GET().build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String suffix) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + SERVER.activeLocalPort() + "/api/s2" + suffix));
  }

  private List<String> stored() {
    return STREAMS.basin(BASIN).stream(new StreamName(store))
        .read(ReadRequest.fromSeqNum(0))
        .records()
        .stream()
        .map(record -> record.body().utf8())
        .toList();
  }

  private static String event(long seqNum, long parentSeqNum) {
    return "{\"name\":\"n\",\"args\":{\"a\":\"\\u00e9é\"},\"seqNum\":"
        + seqNum
        + ",\"parentSeqNum\":"
        + parentSeqNum
        + ",\"clientId\":\"c\",\"sessionId\":\"s\"}";
  }

  private static String large(int bytes) {
    return event(2, 1).replace("\"a\":\"", "\"a\":\"" + "x".repeat(bytes));
  }

  private static String body(String storeId, String... events) {
    return "{\"storeId\":\"" + storeId + "\",\"batch\":[" + String.join(",", events) + "]}";
  }

  private static String args(String storeId, String cursor) {
    return "{\"storeId\":\"" + storeId + "\",\"s2SeqNum\":" + cursor + ",\"live\":false}";
  }

  private static String encode(String args) {
    return URLEncoder.encode(args, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
