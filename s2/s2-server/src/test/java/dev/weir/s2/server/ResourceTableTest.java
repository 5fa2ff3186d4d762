package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.BasinJson;
import dev.weir.s2.wire.ErrorCodes;
import dev.weir.s2.wire.StreamJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests about basins and streams, and those that name nothing.
class ResourceTableTest extends RequestTable {
  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource({"routes", "basins", "streams", "reconfigurations", "badReconfigurations"})
  void request_isAnswered(
      String method, String target, String body, List<String> headers, int status, String answer)
      throws IOException {
    assertAnswer(send(method, target, body, headers.toArray(String[]::new)), status, answer);
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
        row("GET", "/v1/locations/other", 404, ""),
        row("GET", "/v1/metrics/a/b/c", 404, ""));
  }

  static Stream<Arguments> basins() {
    String info =
        "{'name':'%s','location':null,'created_at':'"
            + NOW_TEXT
            + "','deleted_at':null,"
            + "'state':'active'}";
    String config =
        "{'default_stream_config':null,'stream_cipher':null,'create_stream_on_append':false,"
            + "'create_stream_on_read':false}";
    String one = info.formatted("test-basin");
    String exists = error("resource_already_exists", "basin `test-basin` already exists");
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
        row("GET", "/v1/basins/gone-basin", 404, noBasin()),
        row(
            "GET",
            "/v1/basins/short",
            400,
            error("bad_path", "basin name should be at least 8 bytes in length")),
        row(
            "GET",
            "/v1/basins/UPPERCASE",
            400,
            error("bad_path", "basin name must begin with a lowercase letter or number")),
        row("GET", "/v1/basins/%FFbasins1", 400, error("bad_path", "Invalid path: not UTF-8")),
        row("DELETE", "/v1/basins/test-basin", 202, ""),
        row("DELETE", "/v1/basins/gone-basin", 404, noBasin()),
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
            exists,
            JSON),
        with(
            "POST",
            "/v1/basins",
            "{'basin':'test-basin'}",
            409,
            exists,
            JSON,
            "s2-request-token: t"),
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
            invalid("age must be greater than 0 seconds"),
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
    String info = "{'name':'%s','created_at':'" + NOW_TEXT + "','deleted_at':null,'cipher':null}";
    String config =
        "{'storage_class':'express','retention_policy':{'age':604800},"
            + "'timestamping':{'mode':'client-prefer','uncapped':false},'delete_on_empty':{'min_age_secs':0}}";
    String orders = info.formatted("orders");
    String gone = noStream("gone");
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
            error("bad_path", "stream name must not exceed 512 bytes in length"),
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
        with("PUT", "/v1/streams/x%2F...%2Fy;z", "", 201, info.formatted("x/.../y;z"), BASIN),
        with("PUT", "/v1/streams/orders", "{}", 200, orders, BASIN, JSON),
        with(
            "PUT",
            "/v1/streams/orders",
            "{'retention_policy':{'age':0}}",
            422,
            invalid("age must be greater than 0 seconds"),
            BASIN,
            JSON));
  }

  static Stream<Arguments> badReconfigurations() {
    String basin = "/v1/basins/test-basin";
    String stream = "/v1/streams/orders";
    return Stream.of(
        with("PATCH", basin, "{}", 400, noJson()),
        with("PATCH", basin, "{}", 400, noJson(), type("text/plain")),
        with("PATCH", basin, "", 400, badJson("expected an object", 0), JSON),
        with("PATCH", basin, "null", 400, badJson("expected an object", 1), JSON),
        with("PATCH", basin, "{'stream_cipher':1}", 400, badJson("expected a string", 18), JSON),
        with(
            "PATCH",
            basin,
            "{'create_stream_on_append':null}",
            400,
            badJson("expected a boolean", 28),
            JSON),
        with(
            "PATCH",
            basin,
            "{'create_stream_on_read':null}",
            400,
            badJson("expected a boolean", 26),
            JSON),
        with(
            "PATCH",
            basin,
            "{'default_stream_config':{'retention_policy':{'age':0}}}",
            422,
            invalid("age must be greater than 0 seconds"),
            JSON),
        with(
            "PATCH",
            "/v1/basins/short",
            "{}",
            400,
            error("bad_path", "basin name should be at least 8 bytes in length"),
            JSON),
        with("PATCH", stream, "{}", 400, noJson(), BASIN),
        with("PATCH", stream, "{}", 400, badHeader("Missing header `s2-basin`"), JSON),
        with("PATCH", stream, "[]", 400, badJson("expected an object", 1), BASIN, JSON),
        with(
            "PATCH",
            stream,
            "{'timestamping':{'mode':'late'}}",
            400,
            badJson("unknown variant `late`", 25),
            BASIN,
            JSON),
        with(
            "PATCH",
            stream,
            "{'delete_on_empty':{'min_age_secs':-1}}",
            400,
            badJson("expected an unsigned 64-bit integer", 36),
            BASIN,
            JSON),
        with(
            "PATCH",
            stream,
            "{'retention_policy':{'age':0}}",
            422,
            invalid("age must be greater than 0 seconds"),
            BASIN,
            JSON),
        with(
            "PATCH",
            "/v1/streams/" + "x".repeat(513),
            "{}",
            400,
            error("bad_path", "stream name must not exceed 512 bytes in length"),
            BASIN,
            JSON));
  }

  static Stream<Arguments> reconfigurations() {
    String basin = "/v1/basins/test-basin";
    String stream = "/v1/streams/orders";
    return Stream.of(
        with("PATCH", basin, "{}", 200, basinConfig("null", "null", false, false), JSON),
        with("PATCH", basin, "{'later':[]}", 200, basinConfig("null", "null", false, false), JSON),
        with(
            "PATCH",
            basin,
            "{'create_stream_on_append':true}",
            200,
            basinConfig("null", "null", true, false),
            JSON),
        with(
            "PATCH",
            basin,
            "{'create_stream_on_read':true,'stream_cipher':'aes-256-gcm'}",
            200,
            basinConfig("null", "'aes-256-gcm'", false, true),
            JSON),
        with(
            "PATCH",
            basin,
            "{'default_stream_config':{'timestamping':{'uncapped':true}}}",
            200,
            basinConfig(
                "{'storage_class':null,'retention_policy':null,"
                    + "'timestamping':{'mode':null,'uncapped':true},'delete_on_empty':null}",
                "null",
                false,
                false),
            JSON),
        with("PATCH", "/v1/basins/gone-basin", "{}", 404, noBasin(), JSON),
        with("PATCH", stream, "{}", 200, streamConfig(604800, "client-prefer", 0), BASIN, JSON),
        with(
            "PATCH",
            stream,
            "{'retention_policy':{'age':5},'delete_on_empty':{'min_age_secs':3}}",
            200,
            streamConfig(5, "client-prefer", 3),
            BASIN,
            type("application/merge-patch+json")),
        with(
            "PATCH",
            stream,
            "{'timestamping':{'mode':'arrival'}}",
            200,
            streamConfig(604800, "arrival", 0),
            BASIN,
            JSON),
        with("PATCH", "/v1/streams/gone", "{}", 404, noStream("gone"), BASIN, JSON),
        with("PATCH", stream, "{}", 404, noBasin(), "s2-basin: gone-basin", JSON));
  }

  private static String basinConfig(
      String defaults, String cipher, boolean onAppend, boolean onRead) {
    return "{'default_stream_config':%s,'stream_cipher':%s,'create_stream_on_append':%s,"
            .formatted(defaults, cipher, onAppend)
        + "'create_stream_on_read':%s}".formatted(onRead);
  }

  private static String streamConfig(long age, String mode, long minAge) {
    return "{'storage_class':'express','retention_policy':{'age':%d},".formatted(age)
        + "'timestamping':{'mode':'%s','uncapped':false},".formatted(mode)
        + "'delete_on_empty':{'min_age_secs':%d}}".formatted(minAge);
  }

  @Test
  void reconfiguredStream_keepsWhatIsAbsent_andClearsWhatIsNull() throws IOException {
    String basin = "/v1/basins/test-basin";
    String stream = "/v1/streams/orders";
    String defaults =
        "{'default_stream_config':{'retention_policy':{'age':60},"
            + "'timestamping':{'mode':'client-require'}}}";
    assertThat(send("PATCH", basin, defaults, JSON).status()).isEqualTo(200);
    String all =
        "{'retention_policy':{'age':9},'timestamping':{'mode':'arrival'},"
            + "'delete_on_empty':{'min_age_secs':8}}";

    assertAnswer(send("PATCH", stream, all, BASIN, JSON), 200, streamConfig(9, "arrival", 8));
    assertAnswer(
        send("PATCH", stream, "{'timestamping':{}}", BASIN, JSON),
        200,
        streamConfig(9, "arrival", 8));
    assertAnswer(
        send("PATCH", stream, "{'timestamping':null}", BASIN, JSON),
        200,
        streamConfig(9, "client-require", 8));
    assertAnswer(
        send("PATCH", stream, "{'retention_policy':null,'delete_on_empty':null}", BASIN, JSON),
        200,
        streamConfig(60, "client-require", 0));
    assertAnswer(get(stream), 200, streamConfig(60, "client-require", 0));
  }

  @Test
  void reconfiguredBasin_clearsItsDefaultsOneByOne_orAllAtOnce() throws IOException {
    String basin = "/v1/basins/test-basin";
    String both =
        "{'default_stream_config':{'retention_policy':{'infinite':{}},'storage_class':'standard'}}";
    send("PATCH", basin, both, JSON);

    assertAnswer(
        send("PATCH", basin, "{'default_stream_config':{'retention_policy':null}}", JSON),
        200,
        basinConfig(
            "{'storage_class':'standard','retention_policy':null,'timestamping':null,"
                + "'delete_on_empty':null}",
            "null",
            false,
            false));
    assertAnswer(
        send("PATCH", basin, "{'default_stream_config':null}", JSON),
        200,
        basinConfig("null", "null", false, false));
    assertAnswer(get(basin), 200, basinConfig("null", "null", false, false));
  }

  @Test
  void basin_isCreatedOnce_andAgainByTheSameRequestAlone() throws IOException {
    String body = "{'basin':'new-basin','config':{'create_stream_on_read':true}}";
    String other = "{'basin':'new-basin','config':{'create_stream_on_read':false}}";
    assertProvision(send("POST", "/v1/basins", body, JSON, "s2-request-token: t"), 201, "created");
    assertProvision(send("POST", "/v1/basins", body, JSON, "s2-request-token: t"), 201, "noop");
    String exists = error("resource_already_exists", "basin `new-basin` already exists");
    assertAnswer(send("POST", "/v1/basins", body, JSON), 409, exists);
    assertAnswer(send("POST", "/v1/basins", body, JSON, "s2-request-token: u"), 409, exists);
    assertAnswer(send("POST", "/v1/basins", other, JSON, "s2-request-token: t"), 409, exists);
    send("PUT", "/v1/basins/new-basin", "");
    assertProvision(send("POST", "/v1/basins", body, JSON, "s2-request-token: t"), 201, "noop");
  }

  @Test
  void stream_isCreatedOnce_andAgainByTheSameRequestAlone() throws IOException {
    String body = "{'stream':'new','config':{'retention_policy':{'age':9}}}";
    String other = "{'stream':'new'}";
    String token = "s2-request-token: t";
    assertProvision(send("POST", "/v1/streams", body, BASIN, JSON, token), 201, "created");
    assertProvision(send("POST", "/v1/streams", body, BASIN, JSON, token), 201, "noop");
    String exists =
        error("resource_already_exists", "stream `new` in basin `test-basin` already exists");
    assertAnswer(send("POST", "/v1/streams", body, BASIN, JSON), 409, exists);
    assertAnswer(
        send("POST", "/v1/streams", body, BASIN, JSON, "s2-request-token: u"), 409, exists);
    assertAnswer(send("POST", "/v1/streams", other, BASIN, JSON, token), 409, exists);
    send("PUT", "/v1/basins/test-basin", "{'config':{'create_stream_on_read':true}}", JSON);
    assertProvision(send("POST", "/v1/streams", body, BASIN, JSON, token), 201, "noop");
  }

  @Test
  void stream_thatWasEnsured_isNotCreatedAnew() throws IOException {
    assertProvision(
        send("PUT", "/v1/streams/new", "", BASIN, "s2-request-token: t"), 201, "created");
    String exists =
        error("resource_already_exists", "stream `new` in basin `test-basin` already exists");
    assertAnswer(
        send("POST", "/v1/streams", "{'stream':'new'}", BASIN, JSON, "s2-request-token: t"),
        409,
        exists);
  }

  @Test
  void ensuredBasin_hasExactlyWhatWasAskedFor() throws IOException {
    String full =
        "{'default_stream_config':{'storage_class':'standard','retention_policy':{'infinite':{}},"
            + "'timestamping':{'mode':'arrival','uncapped':null},'delete_on_empty':{'min_age_secs':0}},"
            + "'stream_cipher':null,'create_stream_on_append':true,'create_stream_on_read':true}";
    String unset =
        "{'default_stream_config':null,'stream_cipher':null,'create_stream_on_append':false,"
            + "'create_stream_on_read':false}";
    String target = "/v1/basins/new-basin";
    assertProvision(send("PUT", target, "{'config':" + full + "}", JSON), 201, "created");
    assertAnswer(get(target), 200, full);
    assertProvision(send("PUT", target, "{'config':" + full + "}", JSON), 200, "noop");
    assertProvision(send("PUT", target, "{'config':null}", JSON), 200, "updated");
    assertAnswer(get(target), 200, unset);
    assertProvision(send("PUT", target, ""), 200, "noop");
  }

  @Test
  void ensuredStream_takesWhatIsLeftOutFromTheBasinAsItIsNow() throws IOException {
    String config =
        "{'storage_class':'express','retention_policy':{'age':%d},"
            + "'timestamping':{'mode':'%s','uncapped':false},'delete_on_empty':{'min_age_secs':%d}}";
    String target = "/v1/streams/new";
    String asked = "{'delete_on_empty':{'min_age_secs':7}}";
    assertProvision(send("PUT", target, asked, BASIN, JSON), 201, "created");
    assertAnswer(get(target), 200, config.formatted(604800, "client-prefer", 7));
    assertProvision(send("PUT", target, asked, BASIN, JSON), 200, "noop");
    send(
        "PUT",
        "/v1/basins/test-basin",
        "{'config':{'default_stream_config':{'retention_policy':{'age':60},'timestamping':{'mode':'arrival'}}}}",
        JSON);
    assertAnswer(get(target), 200, config.formatted(604800, "client-prefer", 7));
    assertProvision(send("PUT", target, "{}", BASIN, JSON), 200, "updated");
    assertAnswer(get(target), 200, config.formatted(60, "arrival", 0));
    assertProvision(send("PUT", target, "", BASIN), 200, "noop");
  }

  @Test
  void cipher_ofABasin_isKept() throws IOException {
    assertProvision(
        send("PUT", "/v1/basins/new-basin", "{'config':{'stream_cipher':'aegis-256'}}", JSON),
        201,
        "created");
    assertAnswer(
        get("/v1/basins/new-basin"),
        200,
        "{'default_stream_config':null,'stream_cipher':'aegis-256','create_stream_on_append':false,"
            + "'create_stream_on_read':false}");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "prefix=o, orders, false",
    "prefix=orders, orders, false",
    "limit=2, a/b %;empty, true",
    "limit=3, a/b %;empty;orders, false",
    "limit=1&start_after=a%2Fb+%25, empty, true",
    "start_after=empty, orders, false",
    "start_after=emptx, empty;orders, false",
    "start_after=orders, '', false",
    "prefix=e&start_after=a, empty, false",
    "prefix=e&start_after=p, '', false",
    "prefix=a&start_after=e, '', false",
    "prefix=e&start_after=empty, '', false",
    "limit=0, a/b %;empty;orders, false",
    "limit=1001, a/b %;empty;orders, false"
  })
  void list_holdsTheNamesInRange(String query, String names, boolean hasMore) throws IOException {
    var page = StreamJson.decodePage(get("/v1/streams?" + query).body().getBytes(UTF_8));

    assertThat(page.items().stream().map(info -> info.name().value()))
        .containsExactly(names.isEmpty() ? new String[0] : names.split(";"));
    assertThat(page.hasMore()).isEqualTo(hasMore);
  }

  @Test
  void list_ofMoreThanAPage_isGoneThroughByName() throws IOException {
    for (int i = 0; i < 1001; i++) {
      basin().createStream(new StreamName("page-%04d".formatted(i)), StreamConfig.UNSET);
    }
    var first =
        StreamJson.decodePage(get("/v1/streams?prefix=page-&limit=1500").body().getBytes(UTF_8));
    assertThat(first.items()).hasSize(1000);
    assertThat(first.hasMore()).isTrue();
    var second =
        StreamJson.decodePage(
            get("/v1/streams?prefix=page-&start_after=page-0999").body().getBytes(UTF_8));
    assertThat(second.items()).hasSize(1);
    assertThat(second.hasMore()).isFalse();
  }

  @Test
  void deletedStream_isGone_andItsNameStartsAnew() throws IOException {
    append("{'records':[{'headers':[['','fence']],'body':'t'}]}");
    assertAnswer(send("DELETE", "/v1/streams/orders", "", BASIN), 202, "");
    String gone = noStream("orders");
    assertAnswer(send("DELETE", "/v1/streams/orders", "", BASIN), 404, gone);
    assertAnswer(get("/v1/streams/orders"), 404, gone);
    assertAnswer(get(ORDERS + "/tail"), 404, gone);
    assertAnswer(get(ORDERS + "?seq_num=0"), 404, gone);
    assertAnswer(append("{'records':[{}]}"), 404, gone);
    assertThat(get("/v1/streams?prefix=orders").body()).contains("\"streams\":[]");

    assertProvision(
        send("POST", "/v1/streams", "{'stream':'orders'}", BASIN, JSON), 201, "created");
    assertAnswer(get(ORDERS + "/tail"), 200, tail(0, 0));
    assertThat(append("{'records':[{}],'fencing_token':'','match_seq_num':0}").status())
        .isEqualTo(200);
  }

  /// How far the deletion of a basin is, nobody can tell from outside; but every answer must be one
  /// that suits a basin in deletion, or one that is gone.
  @Test
  void deletedBasin_isInDeletion_thenGone() throws IOException {
    assertAnswer(send("DELETE", "/v1/basins/test-basin", ""), 202, "");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    var listed = BasinJson.decodePage(get("/v1/basins").body().getBytes(UTF_8));
    while (!listed.items().isEmpty()) {
      assertThat(listed.items()).hasSize(1);
      assertThat(listed.items().getFirst().deletedAt()).isPresent();
      assertThat(System.nanoTime() - deadline).as("still in deletion").isNegative();
      listed = BasinJson.decodePage(get("/v1/basins").body().getBytes(UTF_8));
    }
    String gone = error("basin_not_found", "basin `test-basin` not found");
    assertAnswer(get("/v1/basins/test-basin"), 404, gone);
    assertAnswer(get("/v1/streams"), 404, gone);
    assertAnswer(get(ORDERS + "/tail"), 404, gone);
    assertAnswer(send("DELETE", "/v1/basins/test-basin", ""), 404, gone);
    assertProvision(send("PUT", "/v1/basins/test-basin", ""), 201, "created");
    assertAnswer(get("/v1/streams"), 200, "{'streams':[],'has_more':false}");
  }

  /// Whatever the store refuses, its code decides on the status.
  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void refusal_ofTheStore_isToldByItsCode(ErrorCode code) throws IOException {
    store.fail(new RequestRejectedException(code, "said \\ the \"store\""));

    var answer = get(ORDERS + "/tail");

    assertThat(answer.status()).isEqualTo(ErrorCodes.status(code));
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":\"%s\",\"message\":\"said \\\\ the \\\"store\\\"\"}"
                .formatted(code.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void deletionPending_isAConflict() throws IOException {
    for (String code : List.of("stream_deletion_pending", "basin_deletion_pending")) {
      store.fail(
          new RequestRejectedException(
              ErrorCode.valueOf(code.toUpperCase(Locale.ROOT)), "is being deleted"));
      String pending = error(code, "is being deleted");
      assertAnswer(append("{'records':[{}]}"), 409, pending);
      assertAnswer(send("GET", ORDERS, "", BASIN, SSE), 409, pending);
      assertAnswer(send("PUT", "/v1/streams/orders", "", BASIN), 409, pending);
    }
  }

  @Test
  void failure_ofTheWayToTheStore_tellsNothingOfItself() throws IOException {
    store.fail(new TransportException("connect to 10.0.0.1 with token x", false, null));
    assertAnswer(get(ORDERS), 502, error("hot_server", "the store could not be reached"));
    store.fail(new TransportException("10.0.0.1 closed", true, null));
    assertAnswer(get(ORDERS), 503, error("unavailable", "the store did not answer"));
    store.fail(new IllegalStateException("secret"));
    assertAnswer(get(ORDERS), 500, error("other", "internal error"));
  }

  @Test
  void methodNotAllowed_saysWhatIs() throws IOException {
    assertThat(send("DELETE", ORDERS, "", BASIN).header("allow")).contains("GET,POST");
  }

  private static void assertProvision(Http.Answer answer, int status, String result) {
    assertThat(answer.body()).startsWith("{\"name\":");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("s2-provision-result")).contains(result);
  }
}
