package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What each request is answered, byte for byte, on a store that holds the basin `test-basin` with
/// the streams `orders` (records `a`, `b`, `c` at timestamps 1, 2, 3), `empty` and `a/b %`.
class RequestTableTest {
  private static final String BASIN = "s2-basin: test-basin";
  private static final String JSON = "content-type: application/json";
  private static final String ORDERS = "/v1/streams/orders/records";

  private static final CurrentStore CURRENT = new CurrentStore(new MapStore());
  private static final S2Server SERVER = S2Server.start(CURRENT, S2ServerConfig.LOOPBACK);

  private final S2 store = new MapStore();

  @BeforeEach
  void fill() {
    CURRENT.set(store);
    store.createBasin(new BasinName("test-basin"), BasinConfig.DEFAULT);
    var basin = store.basin(new BasinName("test-basin"));
    for (String name : List.of("orders", "empty", "a/b %")) {
      basin.createStream(new StreamName(name), StreamConfig.UNSET);
    }
    for (String body : List.of("a", "b", "c")) {
      var record = AppendRecord.of(body).withTimestamp(body.charAt(0) - 'a' + 1);
      basin.stream(new StreamName("orders")).append(AppendInput.of(record));
    }
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource({"routes", "basins", "streams", "appends", "reads", "failedReads"})
  void request_isAnswered(
      String method, String target, String body, List<String> headers, int status, String answer)
      throws IOException {
    var got = send(method, target, body, headers.toArray(String[]::new));

    assertThat(got.body()).isEqualTo(answer.replace('\'', '"'));
    assertThat(got.status()).isEqualTo(status);
    if (!answer.isEmpty()) {
      assertThat(got.header("content-type")).contains("application/json");
    }
  }

  static Stream<Arguments> routes() {
    return Stream.of(
        row("GET", "/v1", 404, ""),
        row("GET", "/v1/", 404, ""),
        row("GET", "/v1/nothing", 404, ""),
        row("GET", "/v1/streams/", 404, "", BASIN),
        row("GET", "/v1/streams//records", 404, "", BASIN),
        row("GET", "/v1/streams/orders/records/head", 404, "", BASIN),
        row("GET", "/v1/basins/test-basin/x", 404, ""),
        row("PATCH", "/v1/basins", 405, ""),
        row("DELETE", ORDERS, 405, "", BASIN),
        row("POST", ORDERS + "/tail", 405, "", BASIN),
        row("GET", "/v1/access-tokens", 501, missing("access tokens")),
        row("POST", "/v1/access-tokens", 501, missing("access tokens")),
        row("DELETE", "/v1/access-tokens/x", 501, missing("access tokens")),
        row("GET", "/v1/locations", 501, missing("locations")),
        row("PUT", "/v1/locations/default", 501, missing("locations")),
        row("GET", "/v1/locations/other", 404, ""),
        row("GET", "/v1/metrics", 501, missing("usage metrics")),
        row("GET", "/v1/metrics/a/b", 501, missing("usage metrics")),
        row("GET", "/v1/metrics/a/b/c", 404, ""),
        row("PATCH", "/v1/basins/test-basin", 501, missing("reconfiguring a basin")),
        row("PATCH", "/v1/streams/orders", 501, missing("reconfiguring a stream"), BASIN),
        row("POST", ORDERS, 501, missing("append sessions (s2s/proto)"), BASIN, type("s2s/proto")),
        row("POST", ORDERS, 501, missing("protobuf"), BASIN, type("application/protobuf")),
        row("GET", ORDERS, 501, missing("read sessions (s2s/proto)"), BASIN, type("s2s/proto")),
        row("GET", ORDERS, 501, missing("protobuf"), BASIN, "accept: application/protobuf"));
  }

  static Stream<Arguments> basins() {
    String info =
        "{'name':'%s','location':null,'created_at':'2026-01-02T03:04:05.006Z','deleted_at':null,"
            + "'state':'active'}";
    String config =
        "{'default_stream_config':null,'stream_cipher':null,'create_stream_on_append':false,"
            + "'create_stream_on_read':false}";
    String one = info.formatted("test-basin");
    String create = "{'basin':'new-basin'}";
    return Stream.of(
        row("GET", "/v1/basins", 200, "{'basins':[" + one + "],'has_more':false}"),
        row("GET", "/v1/basins?limit=1500", 200, "{'basins':[" + one + "],'has_more':false}"),
        row("GET", "/v1/basins?prefix=x&new=1", 200, "{'basins':[],'has_more':false}"),
        row("GET", "/v1/basins?start_after=test-basin", 200, "{'basins':[],'has_more':false}"),
        row("GET", "/v1/basins?limit=x", 400, badQuery("limit: invalid unsigned integer `x`")),
        row("GET", "/v1/basins?limit=", 400, badQuery("limit: invalid unsigned integer ``")),
        row(
            "GET",
            "/v1/basins?prefix=a_b",
            400,
            badQuery("basin prefix must comprise lowercase letters, numbers, and hyphens")),
        row(
            "GET",
            "/v1/basins?start_after=-",
            400,
            badQuery("basin start-after must begin with a lowercase letter or number")),
        row("GET", "/v1/basins/test-basin", 200, config),
        row(
            "GET",
            "/v1/basins/gone-basin",
            404,
            error("basin_not_found", "basin `gone-basin` not found")),
        row(
            "GET",
            "/v1/basins/short",
            400,
            badPath("basin name should be at least 8 bytes in length")),
        row(
            "GET",
            "/v1/basins/UPPERCASE",
            400,
            badPath("basin name must begin with a lowercase letter or number")),
        row("GET", "/v1/basins/%FFbasins1", 400, badPath("Invalid path: not UTF-8")),
        row("DELETE", "/v1/basins/test-basin", 202, ""),
        row(
            "DELETE",
            "/v1/basins/gone-basin",
            404,
            error("basin_not_found", "basin `gone-basin` not found")),
        with("POST", "/v1/basins", create, 201, info.formatted("new-basin"), JSON),
        with(
            "POST",
            "/v1/basins",
            create,
            201,
            info.formatted("new-basin"),
            type("application/x+json; a=b")),
        with(
            "POST",
            "/v1/basins",
            "{'basin':'test-basin','config':null,'location':'x'}",
            409,
            error("resource_already_exists", "basin `test-basin` already exists"),
            JSON),
        with("POST", "/v1/basins", "{'basin':'test-basin'}", 201, one, JSON, "s2-request-token: t"),
        with(
            "POST",
            "/v1/basins",
            create,
            400,
            badHeader(
                "Invalid header `s2-request-token`: request token was longer than 36 bytes in length: 37"),
            JSON,
            "s2-request-token: " + "t".repeat(37)),
        with("POST", "/v1/basins", create, 400, noJson()),
        with("POST", "/v1/basins", create, 400, noJson(), type("text/plain")),
        with(
            "POST",
            "/v1/basins",
            "{'basin':'new-basin','config':{'default_stream_config':{'retention_policy':{'age':0}}}}",
            422,
            error("invalid", "age must be greater than 0 seconds"),
            JSON),
        with("PUT", "/v1/basins/new-basin", "", 201, info.formatted("new-basin")),
        with("PUT", "/v1/basins/test-basin", "", 200, one, JSON),
        with(
            "PUT",
            "/v1/basins/test-basin",
            "{'config':{'create_stream_on_read':true}}",
            200,
            one,
            JSON),
        with("PUT", "/v1/basins/test-basin", "{}", 400, noJson(), type("text/plain")));
  }

  static Stream<Arguments> streams() {
    String info =
        "{'name':'%s','created_at':'2026-01-02T03:04:05.006Z','deleted_at':null,'cipher':null}";
    String config =
        "{'storage_class':'express','retention_policy':{'age':604800},"
            + "'timestamping':{'mode':'client-prefer','uncapped':false},'delete_on_empty':{'min_age_secs':0}}";
    String orders = info.formatted("orders");
    String gone = error("stream_not_found", "stream `gone` in basin `test-basin` not found");
    return Stream.of(
        row("GET", "/v1/streams", 400, badHeader("Missing header `s2-basin`")),
        row(
            "GET",
            "/v1/streams",
            400,
            badHeader("Invalid header `s2-basin`: basin name should be at least 8 bytes in length"),
            "s2-basin: x"),
        row(
            "GET",
            "/v1/streams",
            400,
            badHeader("Invalid header `s2-basin`: not UTF-8"),
            "s2-basin: bäsin-basin"),
        row(
            "GET",
            "/v1/streams?prefix=or",
            200,
            "{'streams':[" + orders + "],'has_more':false}",
            BASIN),
        row(
            "GET",
            "/v1/streams?limit=1",
            200,
            "{'streams':[" + info.formatted("a/b %") + "],'has_more':true}",
            BASIN),
        row(
            "GET",
            "/v1/streams?prefix=a%2Fb+%25&limit=0",
            200,
            "{'streams':[" + info.formatted("a/b %") + "],'has_more':false}",
            BASIN),
        row("GET", "/v1/streams/orders", 200, config, BASIN),
        row("GET", "/v1/streams/a%2Fb%20%25", 200, config, BASIN),
        row("GET", "/v1/streams/gone", 404, gone, BASIN),
        row(
            "GET",
            "/v1/streams/" + "x".repeat(513),
            400,
            badPath("stream name must not exceed 512 bytes in length"),
            BASIN),
        row("DELETE", "/v1/streams/orders", 202, "", BASIN),
        row("DELETE", "/v1/streams/gone", 404, gone, BASIN),
        with(
            "POST", "/v1/streams", "{'stream':'é;/..'}", 201, info.formatted("é;/.."), BASIN, JSON),
        with(
            "POST",
            "/v1/streams",
            "{'stream':'orders'}",
            409,
            error(
                "resource_already_exists", "stream `orders` in basin `test-basin` already exists"),
            BASIN,
            JSON),
        with(
            "POST",
            "/v1/streams",
            "{'stream':'orders'}",
            201,
            orders,
            BASIN,
            JSON,
            "s2-request-token: t"),
        with("PUT", "/v1/streams/x%2F...%2Fy;z", "", 201, info.formatted("x/.../y;z"), BASIN),
        with("PUT", "/v1/streams/orders", "{'config':{}}", 200, orders, BASIN, JSON),
        with(
            "PUT",
            "/v1/streams/orders",
            "{'config':{'retention_policy':{'age':0}}}",
            422,
            error("invalid", "age must be greater than 0 seconds"),
            BASIN,
            JSON));
  }

  static Stream<Arguments> appends() {
    String now = "1767323045006";
    String ack =
        "{'start':{'seq_num':3,'timestamp':"
            + now
            + "},'end':{'seq_num':4,'timestamp':"
            + now
            + "},'tail':{'seq_num':4,'timestamp':"
            + now
            + "}}";
    String one = "{'records':[{'body':'x'}]}";
    return Stream.of(
        with("POST", ORDERS, one, 200, ack, BASIN, JSON),
        with(
            "POST",
            ORDERS,
            one,
            200,
            ack,
            BASIN,
            JSON,
            "accept: application/json, application/protobuf"),
        with(
            "POST",
            ORDERS,
            "{'records':[{'body':'eA=='}]}",
            200,
            ack,
            BASIN,
            JSON,
            "s2-format:  base64 "),
        with(
            "POST",
            ORDERS,
            "{'records':[{'body':'eA=='}]}",
            200,
            ack,
            BASIN,
            JSON,
            "s2-format: json-binsafe"),
        with(
            "POST",
            ORDERS,
            "{'records':[{'body':'eA'}]}",
            422,
            error("invalid", "invalid Base64 encoding"),
            BASIN,
            JSON,
            "s2-format: base64"),
        with(
            "POST",
            ORDERS,
            one,
            400,
            badHeader("Invalid header `s2-format`: expected `raw` or `base64`, got `xml`"),
            BASIN,
            JSON,
            "s2-format: xml"),
        with("POST", ORDERS, one, 400, noJson(), BASIN),
        with("POST", ORDERS, one, 400, noJson(), BASIN, type("text/plain")),
        with("POST", ORDERS, one, 400, badHeader("Missing header `s2-basin`"), JSON),
        with(
            "POST",
            ORDERS,
            one,
            400,
            badHeader(
                "Invalid header `s2-encryption-key`: invalid encryption key: key material length 45 is out of range"),
            BASIN,
            JSON,
            "s2-encryption-key: " + "k".repeat(45)),
        with("POST", ORDERS, one, 415, "", BASIN, JSON, "content-encoding: br"),
        with(
            "POST",
            ORDERS,
            "{'records':[]}",
            422,
            error("invalid", "record batch must not be empty"),
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{'headers':[['','x']]}]}",
            422,
            error("invalid", "unknown command"),
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{}],'match_seq_num':1}",
            412,
            "{'seq_num_mismatch':3}",
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{}],'fencing_token':'t','match_seq_num':1}",
            412,
            "{'fencing_token_mismatch':''}",
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{}],'fencing_token':'" + "t".repeat(37) + "'}",
            400,
            error(
                "bad_json", "fencing token must not exceed 36 bytes in length at line 1 column 33"),
            BASIN,
            JSON),
        with(
            "POST",
            "/v1/streams/gone/records",
            one,
            404,
            error("stream_not_found", "stream `gone` in basin `test-basin` not found"),
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            one,
            404,
            error("basin_not_found", "basin `gone-basin` not found"),
            "s2-basin: gone-basin",
            JSON));
  }

  static Stream<Arguments> reads() {
    String a = "{'seq_num':0,'timestamp':1,'body':'a'}";
    String b = "{'seq_num':1,'timestamp':2,'body':'b'}";
    String c = "{'seq_num':2,'timestamp':3,'body':'c'}";
    return Stream.of(
        row("GET", ORDERS + "/tail", 200, "{'tail':{'seq_num':3,'timestamp':3}}", BASIN),
        row(
            "GET",
            "/v1/streams/empty/records/tail",
            200,
            "{'tail':{'seq_num':0,'timestamp':0}}",
            BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=0",
            200,
            "{'records':[" + a + "," + b + "," + c + "]}",
            BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=1&count=1&later=x",
            200,
            "{'records':[" + b + "]}",
            BASIN,
            "accept: */*"),
        row("GET", ORDERS + "?timestamp=3", 200, "{'records':[" + c + "]}", BASIN),
        row(
            "GET",
            ORDERS + "?tail_offset=1",
            200,
            "{'records':[" + c.replace("'c'", "'Yw=='") + "]}",
            BASIN,
            "s2-format: base64"),
        row("GET", ORDERS + "?seq_num=0&count=0", 200, "{'records':[]}", BASIN),
        row("GET", ORDERS + "?seq%5Fnum=2&clamp=true", 200, "{'records':[" + c + "]}", BASIN));
  }

  static Stream<Arguments> failedReads() {
    String beyond = "{'tail':{'seq_num':3,'timestamp':3}}";
    return Stream.of(
        row("GET", ORDERS, 416, beyond, BASIN),
        row("GET", ORDERS + "?seq_num=18446744073709551615", 416, beyond, BASIN),
        row("GET", ORDERS + "?seq_num=9", 416, beyond, BASIN, "accept: text/event-stream"),
        row(
            "GET",
            ORDERS + "?seq_num=9&clamp=true&count=1",
            416,
            beyond,
            BASIN,
            "accept: text/event-stream"),
        row(
            "GET",
            ORDERS + "?seq_num=0&tail_offset=0",
            422,
            error("invalid", "only one of seq_num, timestamp, or tail_offset can be provided"),
            BASIN),
        row(
            "GET",
            ORDERS + "?timestamp=5&until=5",
            422,
            error("invalid", "start `timestamp` exceeds or equal to `until`"),
            BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=-1",
            400,
            badQuery("seq_num: invalid unsigned integer `-1`"),
            BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=18446744073709551616",
            400,
            badQuery("seq_num: invalid unsigned integer `18446744073709551616`"),
            BASIN),
        row(
            "GET",
            ORDERS + "?clamp=1",
            400,
            badQuery("clamp: provided string was not `true` or `false`"),
            BASIN),
        row(
            "GET",
            ORDERS + "?wait=4294967296",
            400,
            badQuery("wait: number too large to fit in 32 bits"),
            BASIN),
        row("GET", ORDERS + "?count=1&count=2", 400, badQuery("duplicate field `count`"), BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=0",
            400,
            badHeader("Invalid header `last-event-id`: expected seq_num,count,bytes"),
            BASIN,
            "accept: text/event-stream",
            "last-event-id: 1"),
        row(
            "GET",
            "/v1/streams/gone/records",
            404,
            error("stream_not_found", "stream `gone` in basin `test-basin` not found"),
            BASIN,
            "accept: text/event-stream"));
  }

  @Test
  void provisionResult_saysWhatWasDone() throws IOException {
    assertThat(send("PUT", "/v1/basins/new-basin", "").header("s2-provision-result"))
        .contains("created");
    assertThat(send("PUT", "/v1/basins/new-basin", "").header("s2-provision-result"))
        .contains("updated");
    assertThat(send("PUT", "/v1/streams/orders", "", BASIN).header("s2-provision-result"))
        .contains("noop");
    assertThat(
            send("POST", "/v1/streams", "{'stream':'s'}", BASIN, JSON)
                .header("s2-provision-result"))
        .contains("created");
  }

  @Test
  void methodNotAllowed_saysWhatIs() throws IOException {
    assertThat(send("DELETE", ORDERS, "", BASIN).header("allow")).contains("GET,POST");
  }

  @Test
  void append_ofOver2MiB_isBadJson() throws IOException {
    String tooLarge = error("bad_json", "Failed to buffer the request body: length limit exceeded");
    byte[] body = new byte[3 * 1024 * 1024];

    assertThat(send("POST", ORDERS, body, BASIN, JSON).body())
        .isEqualTo(tooLarge.replace('\'', '"'));
    assertThat(send("POST", ORDERS, gzip(body), BASIN, JSON, "content-encoding: gzip").body())
        .isEqualTo(tooLarge.replace('\'', '"'));
  }

  @Test
  void append_ofGzip_isRead() throws IOException {
    byte[] body =
        gzip("{\"records\":[{\"body\":\"x\"}]}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(send("POST", ORDERS, body, BASIN, JSON, "content-encoding: gzip").status())
        .isEqualTo(200);
    assertThat(send("POST", ORDERS, new byte[] {1}, BASIN, JSON, "content-encoding: gzip").status())
        .isEqualTo(400);
  }

  @Test
  void anyOrigin_isAllowed() throws IOException {
    var preflight =
        send(
            "OPTIONS",
            ORDERS,
            "",
            "origin: http://shop.example",
            "access-control-request-method: POST",
            "access-control-request-headers: s2-basin,content-type");
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.header("access-control-allow-origin")).contains("http://shop.example");
    assertThat(preflight.header("access-control-allow-credentials")).contains("true");
    assertThat(preflight.header("access-control-allow-headers").orElse("")).contains("s2-basin");
    var answer = send("GET", ORDERS + "/tail", "", BASIN, "origin: http://shop.example");
    assertThat(answer.header("access-control-allow-origin")).contains("http://shop.example");
  }

  @Test
  void health_isAnsweredOutsideV1() throws IOException {
    assertThat(send("GET", "/health", "").body()).isEqualTo("OK");
    assertThat(send("GET", "/ping", "").status()).isEqualTo(200);
  }

  private Http.Answer send(String method, String target, String body, String... headers)
      throws IOException {
    return Http.send(SERVER.endpoint(), method, target, body.replace('\'', '"'), headers);
  }

  private Http.Answer send(String method, String target, byte[] body, String... headers)
      throws IOException {
    return Http.send(SERVER.endpoint(), method, target, body, headers);
  }

  private static Arguments row(
      String method, String target, int status, String answer, String... headers) {
    return with(method, target, "", status, answer, headers);
  }

  private static Arguments with(
      String method, String target, String body, int status, String answer, String... headers) {
    return arguments(method, target, body, new ArrayList<>(List.of(headers)), status, answer);
  }

  private static String type(String contentType) {
    return "content-type: " + contentType;
  }

  private static String error(String code, String message) {
    return "{'code':'" + code + "','message':'" + message + "'}";
  }

  private static String missing(String what) {
    return error("not_implemented", "Not implemented by this server: " + what);
  }

  private static String badQuery(String message) {
    return error("bad_query", "Failed to deserialize query string: " + message);
  }

  private static String badPath(String message) {
    return error("bad_path", message);
  }

  private static String badHeader(String message) {
    return error("bad_header", message);
  }

  private static String noJson() {
    return error("bad_json", "Expected request with `Content-Type: application/json`");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
