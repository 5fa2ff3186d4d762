package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.Metric;
import dev.weir.s2.MetricInterval;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests about an account: its access tokens, locations and measurements.
class AccountTableTest extends RequestTable {
  private static final String TOKENS = "/v1/access-tokens";
  private static final String DEFAULT_LOCATION = "/v1/locations/default";

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource({"tokens", "locations", "metrics"})
  void request_isAnswered(
      String method, String target, String body, List<String> headers, int status, String answer)
      throws IOException {
    assertAnswer(send(method, target, body, headers.toArray(String[]::new)), status, answer);
  }

  static Stream<Arguments> tokens() {
    String scope = "'scope':{'streams':{'prefix':''},'ops':['read']}";
    return Stream.of(
        row("GET", TOKENS, 200, "{'access_tokens':[],'has_more':false}"),
        row("GET", TOKENS + "?limit=x", 400, badQuery("limit: invalid unsigned integer `x`")),
        row(
            "GET",
            TOKENS + "?prefix=" + "x".repeat(97),
            400,
            badQuery("access token id prefix must not exceed 96 bytes in length")),
        row(
            "GET",
            TOKENS + "?start_after=" + "x".repeat(97),
            400,
            badQuery("access token id start-after must not exceed 96 bytes in length")),
        with("POST", TOKENS, "{'id':'x'," + scope + "}", 400, noJson()),
        with("POST", TOKENS, "", 400, badJson("expected an object", 0), JSON),
        with(
            "POST",
            TOKENS,
            "{'id':''," + scope + "}",
            400,
            badJson("access token id must not be empty", 7),
            JSON),
        with(
            "POST",
            TOKENS,
            "{'id':'" + "x".repeat(97) + "'," + scope + "}",
            400,
            badJson("access token id must not exceed 96 bytes in length", 7),
            JSON),
        with("POST", TOKENS, "{'id':'x'}", 400, badJson("missing field `scope`", 10), JSON),
        with(
            "POST",
            TOKENS,
            "{'id':'x','scope':{'ops':['write']}}",
            400,
            badJson("unknown variant `write`", 27),
            JSON),
        with(
            "POST",
            TOKENS,
            "{'id':'x','scope':{}}",
            422,
            invalid("Access token permissions cannot be empty"),
            JSON),
        with(
            "POST",
            TOKENS,
            "{'id':'x','auto_prefix_streams':true,'scope':{'streams':{'exact':'a'},'ops':['read']}}",
            422,
            invalid("Auto prefixing is only allowed for streams with prefix matching"),
            JSON),
        row(
            "DELETE",
            TOKENS + "/x",
            404,
            error("access_token_not_found", "access token `x` not found")),
        row(
            "DELETE",
            TOKENS + "/" + "x".repeat(97),
            400,
            error("bad_path", "access token id must not exceed 96 bytes in length")),
        row("DELETE", TOKENS + "/%FF", 400, error("bad_path", "Invalid path: not UTF-8")),
        row("DELETE", TOKENS + "/x/y", 404, ""),
        row("PUT", TOKENS, 405, ""),
        row("GET", TOKENS + "/x", 405, ""));
  }

  static Stream<Arguments> locations() {
    String local = "{'name':'local','is_private':true}";
    String none = "location `aws:us-east-1` does not exist; this store has one, `local`";
    return Stream.of(
        row("GET", "/v1/locations", 200, "[" + local + "]"),
        row("GET", DEFAULT_LOCATION, 200, local),
        with("PUT", DEFAULT_LOCATION, "'local'", 200, local, JSON),
        with("PUT", DEFAULT_LOCATION, "'aws:us-east-1'", 422, invalid(none), JSON),
        with("PUT", DEFAULT_LOCATION, "'aws:us-east-1'", 400, noJson()),
        with("PUT", DEFAULT_LOCATION, "", 400, badJson("expected a string", 0), JSON),
        with("PUT", DEFAULT_LOCATION, "{}", 400, badJson("expected a string", 1), JSON),
        with(
            "PUT",
            DEFAULT_LOCATION,
            "'a b'",
            400,
            badJson(
                "location name must comprise ASCII letters, numbers, colons, hyphens, and periods",
                1),
            JSON),
        row("GET", "/v1/locations/other", 404, ""),
        row("POST", "/v1/locations", 405, ""));
  }

  static Stream<Arguments> metrics() {
    String missing = badQuery("missing field `set`");
    String unknown = badQuery("set: unknown variant `x`");
    return Stream.of(
        row("GET", "/v1/metrics", 400, missing),
        row("GET", "/v1/metrics/test-basin", 400, missing),
        row("GET", "/v1/metrics/test-basin/orders", 400, missing),
        row("GET", "/v1/metrics?set=x", 400, unknown),
        row("GET", "/v1/metrics/test-basin?set=x", 400, unknown),
        row("GET", "/v1/metrics/test-basin/orders?set=x", 400, unknown),
        row("GET", "/v1/metrics?set=storage", 400, badQuery("set: unknown variant `storage`")),
        row(
            "GET",
            "/v1/metrics/test-basin/orders?set=append-ops",
            400,
            badQuery("set: unknown variant `append-ops`")),
        row(
            "GET",
            "/v1/metrics?set=account-ops&start=-1",
            400,
            badQuery("start: invalid unsigned integer `-1`")),
        row(
            "GET",
            "/v1/metrics/test-basin?set=storage&end=4294967296",
            400,
            badQuery("end: expected at most 4294967295, got 4294967296")),
        row(
            "GET",
            "/v1/metrics/test-basin/orders?set=storage&interval=week",
            400,
            badQuery("interval: unknown variant `week`")),
        row(
            "GET",
            "/v1/metrics/short?set=storage",
            400,
            error("bad_path", "basin name should be at least 8 bytes in length")),
        row(
            "GET",
            "/v1/metrics/test-basin/" + "x".repeat(513) + "?set=storage",
            400,
            error("bad_path", "stream name must not exceed 512 bytes in length")),
        row("GET", "/v1/metrics/a/b/c", 404, ""),
        row("POST", "/v1/metrics", 405, ""));
  }

  @Test
  void token_isIssuedListedAndRevoked() throws IOException {
    String request =
        "{'id':'ci/é','expires_at':'2027-01-01T01:00:00+01:00','auto_prefix_streams':true,"
            + "'scope':{'basins':{'exact':'test-basin'},'streams':{'prefix':'ci-'},"
            + "'op_groups':{'stream':{'read':true}},'ops':['append','list-streams']}}";
    String listed =
        "{'id':'ci/é','expires_at':'2027-01-01T00:00:00Z','auto_prefix_streams':true,"
            + "'scope':{'basins':{'exact':'test-basin'},'streams':{'prefix':'ci-'},"
            + "'access_tokens':{'exact':''},'op_groups':{'account':{'read':false,'write':false},"
            + "'basin':{'read':false,'write':false},'stream':{'read':true,'write':false}},"
            + "'ops':['list-streams','append']}}";

    var issued = send("POST", TOKENS, request, JSON);

    assertThat(issued.status()).isEqualTo(201);
    assertThat(issued.body()).matches("\\{\"access_token\":\"[!-~]+\"}");
    assertThat(send("POST", TOKENS, request, JSON).status()).isEqualTo(409);
    assertAnswer(get(TOKENS), 200, "{'access_tokens':[" + listed + "],'has_more':false}");
    assertAnswer(
        get(TOKENS + "?start_after=ci%2F%C3%A9"), 200, "{'access_tokens':[],'has_more':false}");
    var revoked = send("DELETE", TOKENS + "/ci%2F%C3%A9", "");
    assertAnswer(revoked, 204, "");
    assertThat(send("DELETE", TOKENS + "/ci%2F%C3%A9", "").status()).isEqualTo(404);
    assertAnswer(get(TOKENS), 200, "{'access_tokens':[],'has_more':false}");
  }

  @Test
  void metrics_areAskedForWithAllParametersAtEveryLevel() throws IOException {
    var metrics = List.<Metric>of(new Metric.Scalar("held", Metric.Unit.BYTES, 7));
    var measured = new MeasuredStore(S2Lite.inMemory(), metrics);
    store.set(measured.store());
    String range = "&start=0&end=4294967295&interval=day&later=1";
    String held = "{'values':[{'scalar':{'name':'held','unit':'bytes','value':7.0}}]}";

    assertAnswer(send("GET", "/v1/metrics?set=active-basins", ""), 200, held);
    assertAnswer(send("GET", "/v1/metrics/test-basin?set=basin-ops" + range, ""), 200, held);
    assertAnswer(send("GET", "/v1/metrics/test-basin/a%2Fb?set=storage" + range, ""), 200, held);

    var all = MetricRange.of(0, 4294967295L).withInterval(MetricInterval.DAY);
    var none = new MetricRange(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    assertThat(measured.asked())
        .containsExactly(
            List.of(MetricSet.Account.ACTIVE_BASINS, none),
            List.of(MetricSet.Basin.BASIN_OPS, all),
            List.of(new StreamName("a/b"), MetricSet.Stream.STORAGE, all));
  }
}
