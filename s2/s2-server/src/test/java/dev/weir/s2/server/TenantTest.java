package dev.weir.s2.server;

import static dev.weir.s2.server.AccessFixture.A;
import static dev.weir.s2.server.AccessFixture.IN_A;
import static dev.weir.s2.server.AccessFixture.IN_B;
import static dev.weir.s2.server.AccessFixture.JSON;
import static dev.weir.s2.server.AccessFixture.RECORD;
import static dev.weir.s2.server.AccessFixture.assertAllowed;
import static dev.weir.s2.server.AccessFixture.assertDenied;
import static dev.weir.s2.server.AccessFixture.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Operation;
import dev.weir.s2.ResourceSet;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one tenant can do to another: nothing, and it learns nothing about it.
class TenantTest {
  private static final Set<Operation> ALL = EnumSet.allOf(Operation.class);
  private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]*)\"");

  private final AccessFixture s2 = new AccessFixture();

  @AfterEach
  void stop() {
    s2.close();
  }

  private static List<String> names(Http.Answer answer) {
    assertAllowed(answer);
    return NAME.matcher(answer.body()).results().map(found -> found.group(1)).toList();
  }

  private List<String> streams(AccessToken token, String query) throws IOException {
    return names(s2.send(token, "GET", "/v1/streams" + query, "", IN_A));
  }

  private List<String> basins(AccessToken token, String query) throws IOException {
    return names(s2.send(token, "GET", "/v1/basins" + query, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/streams",
    "POST, /v1/streams",
    "GET, /v1/streams/b%2Forders",
    "PUT, /v1/streams/b%2Forders",
    "DELETE, /v1/streams/b%2Forders",
    "GET, /v1/streams/b%2Forders/records?seq_num=0",
    "POST, /v1/streams/b%2Forders/records",
    "GET, /v1/streams/b%2Forders/records/tail",
  })
  void otherBasin_isDenied_whetherItsStreamsExistOrNot(String method, String target)
      throws IOException {
    AccessToken exact = s2.issue(scope(new ResourceSet.Exact("tenant-a"), ResourceSet.all(), ALL));
    AccessToken prefix =
        s2.issue(scope(new ResourceSet.Prefix("tenant-a"), ResourceSet.all(), ALL));
    String body = method.equals("POST") ? body(target) : "";
    for (AccessToken token : List.of(exact, prefix)) {
      var there = s2.send(token, method, target, body, IN_B, JSON);
      assertDenied(there);
      var nowhere = s2.send(token, method, target, body, "s2-basin: no-such-basin", JSON);
      assertDenied(nowhere);
      assertThat(nowhere.body().replace("no-such-basin", "tenant-b")).isEqualTo(there.body());
    }
    assertThat(s2.basin(AccessFixture.B).stream(new StreamName("b/orders")).checkTail().seqNum())
        .isZero();
  }

  private static String body(String target) {
    return target.endsWith("/records") ? RECORD : "{\"stream\":\"theirs\"}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant-b", "tenant-a-", "tenant-aa", "tenant", "xtenant-a"})
  void exactBasin_isThatOneAlone(String other) throws IOException {
    AccessToken token = s2.issue(scope(new ResourceSet.Exact("tenant-a"), ResourceSet.all(), ALL));

    var answer = s2.send(token, "GET", "/v1/basins/" + other, "");

    assertThat(answer.status()).isIn(400, 403);
    assertAllowed(s2.send(token, "GET", "/v1/basins/tenant-a", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/streams/b%2Forders/records",
        "/v1/streams/%62%2forders/records",
        "/v1/streams/a%2F..%2Fb%2Forders/records",
        "/v1/streams/a%252F..%252Fb%252Forders/records",
        "/v1/streams/a/../b%2Forders/records",
        "/v1/streams/a%2Forders/../b%2Forders/records",
        "/v1/streams/a%2Forders%2F..%2F..%2Fb%2Forders/records",
        "/v1/streams/A%2Forders/records",
        "/v1/streams/a/records",
        "/v1/streams/%2Fa%2Forders/records",
        "/v1//streams/b%2Forders/records",
        "/v1/streams//b%2Forders/records",
        "/v1/streams/./b%2Forders/records",
        "/v1/streams/b%2Forders/records?x=/a%2Forders",
      })
  void pathTricks_reachNoOtherStream(String target) throws IOException {
    AccessToken token =
        s2.issue(scope(new ResourceSet.Exact("tenant-a"), new ResourceSet.Prefix("a/"), ALL));

    int status = s2.send(token, "POST", target, RECORD, IN_A, JSON).status();

    assertThat(status).isIn(400, 403, 404);
    assertThat(s2.basin(A).stream(new StreamName("b/orders")).checkTail().seqNum()).isZero();
  }

  /// The last of several headers must not be what is used where the first was checked.
  @Test
  void secondBasinHeader_isNotUsed() throws IOException {
    AccessToken token = s2.issue(scope(new ResourceSet.Exact("tenant-a"), ResourceSet.all(), ALL));

    assertDenied(
        s2.send(token, "POST", "/v1/streams/b%2Forders/records", RECORD, IN_B, IN_A, JSON));
    assertAllowed(
        s2.send(token, "POST", "/v1/streams/b%2Forders/records", RECORD, IN_A, IN_B, JSON));

    assertThat(s2.basin(AccessFixture.B).stream(new StreamName("b/orders")).checkTail().seqNum())
        .isZero();
  }

  @Test
  void lists_showWhatTheTokenCovers() throws IOException {
    AccessToken exact =
        s2.issue(scope(new ResourceSet.Exact("tenant-a"), new ResourceSet.Exact("a/orders"), ALL));
    AccessToken prefix =
        s2.issue(scope(new ResourceSet.Prefix("tenant-"), new ResourceSet.Prefix("b/"), ALL));
    AccessToken none = s2.issue(scope(ResourceSet.none(), ResourceSet.none(), ALL));
    s2.store.createBasin(new BasinName("another-one"), BasinConfig.DEFAULT);

    assertThat(basins(exact, "")).containsExactly("tenant-a");
    assertThat(basins(exact, "?prefix=tenant-b")).isEmpty();
    assertThat(basins(exact, "?start_after=tenant-a")).isEmpty();
    assertThat(basins(prefix, "")).containsExactly("tenant-a", "tenant-b");
    assertThat(basins(prefix, "?prefix=te&start_after=tenant-a")).containsExactly("tenant-b");
    assertThat(basins(prefix, "?prefix=another")).isEmpty();
    assertThat(basins(none, "")).isEmpty();
    assertThat(streams(exact, "")).containsExactly("a/orders");
    assertThat(streams(exact, "?prefix=a/o")).containsExactly("a/orders");
    assertThat(streams(exact, "?prefix=b")).isEmpty();
    assertThat(streams(prefix, "")).containsExactly("b/orders");
    assertThat(streams(prefix, "?prefix=a/")).isEmpty();
    assertThat(streams(prefix, "?start_after=b/orders")).isEmpty();
  }

  @Test
  void pages_ofACutList_areWhole() throws IOException {
    for (int i = 0; i < 5; i++) {
      s2.basin(A).createStream(new StreamName("m/" + i), StreamConfig.UNSET);
    }
    AccessToken token = s2.issue(scope(ResourceSet.all(), new ResourceSet.Prefix("m/"), ALL));

    var first = s2.send(token, "GET", "/v1/streams?limit=3", "", IN_A);

    assertThat(names(first)).containsExactly("m/0", "m/1", "m/2");
    assertThat(first.body()).contains("\"has_more\":true");
    var rest = s2.send(token, "GET", "/v1/streams?limit=3&start_after=m/2", "", IN_A);
    assertThat(names(rest)).containsExactly("m/3", "m/4");
    assertThat(rest.body()).contains("\"has_more\":false");
  }

  @Test
  void autoPrefix_namesStreamsWithoutThePrefix() throws IOException {
    AccessToken tenant = s2.autoPrefixed("secret-tenant/7/", ALL);

    var created = s2.send(tenant, "POST", "/v1/streams", "{\"stream\":\"mine\"}", IN_A, JSON);
    assertThat(created.status()).isEqualTo(201);
    assertThat(names(created)).containsExactly("mine");
    assertAllowed(s2.send(tenant, "POST", "/v1/streams/mine/records", RECORD, IN_A, JSON));

    var full = new StreamName("secret-tenant/7/mine");
    assertThat(s2.basin(A).stream(full).checkTail().seqNum()).isEqualTo(1);
    assertThat(s2.send(tenant, "GET", "/v1/streams/mine/records?seq_num=0", "", IN_A).body())
        .contains("\"body\":\"x\"");
    assertThat(names(s2.send(tenant, "PUT", "/v1/streams/mine", "{}", IN_A, JSON)))
        .containsExactly("mine");
    assertAllowed(s2.send(tenant, "GET", "/v1/streams/mine", "", IN_A));
    assertAllowed(s2.send(tenant, "DELETE", "/v1/streams/mine", "", IN_A));
  }

  @Test
  void autoPrefix_listsItsOwnStreamsAlone() throws IOException {
    for (String name : List.of("t/", "t/.", "t/a", "t/b", "t/c", "tt", "u/a")) {
      s2.basin(A).createStream(new StreamName(name), StreamConfig.UNSET);
    }
    AccessToken tenant = s2.autoPrefixed("t/", ALL);

    assertThat(streams(tenant, "")).containsExactly("a", "b", "c");
    assertThat(streams(tenant, "?prefix=b")).containsExactly("b");
    assertThat(streams(tenant, "?start_after=a&limit=1")).containsExactly("b");
    assertThat(streams(tenant, "?prefix=t/")).isEmpty();
  }

  @Test
  void autoPrefix_withUnnamedStreamsAhead_listsAPageThatIsNotEmpty() throws IOException {
    for (String name : List.of("t/", "t/.", "t/..", "t/a", "t/b")) {
      s2.basin(A).createStream(new StreamName(name), StreamConfig.UNSET);
    }
    AccessToken tenant = s2.autoPrefixed("t/", ALL);

    var first = s2.send(tenant, "GET", "/v1/streams?limit=1", "", IN_A);

    assertThat(names(first)).containsExactly("a");
    assertThat(first.body()).contains("\"has_more\":true");
    assertThat(streams(s2.autoPrefixed("t/.", ALL), "?limit=1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "b%2Forders", "..%2Forders", "%2Forders", "a%2Forders"})
  void autoPrefix_reachesNoStreamOfOthers(String name) throws IOException {
    AccessToken tenant = s2.autoPrefixed("t/", ALL);

    var answer = s2.send(tenant, "POST", "/v1/streams/" + name + "/records", RECORD, IN_A, JSON);

    assertThat(answer.status()).isIn(400, 404);
    for (String other : List.of("a/orders", "b/orders")) {
      assertThat(s2.basin(A).stream(new StreamName(other)).checkTail().seqNum()).isZero();
    }
  }

  @Test
  void autoPrefix_isToldInNoMessage() throws IOException {
    AccessToken tenant = s2.autoPrefixed("secret-tenant/7/", ALL);
    assertAllowed(s2.send(tenant, "POST", "/v1/streams", "{\"stream\":\"mine\"}", IN_A, JSON));

    for (var answer :
        List.of(
            s2.send(tenant, "GET", "/v1/streams/gone/records/tail", "", IN_A),
            s2.send(tenant, "GET", "/v1/streams/gone/records?seq_num=0", "", IN_A),
            s2.send(tenant, "POST", "/v1/streams/gone/records", RECORD, IN_A, JSON),
            s2.send(tenant, "GET", "/v1/streams/gone", "", IN_A),
            s2.send(tenant, "DELETE", "/v1/streams/gone", "", IN_A),
            s2.send(tenant, "GET", "/v1/streams/" + "g".repeat(510), "", IN_A),
            s2.send(tenant, "POST", "/v1/streams", "{\"stream\":\"mine\"}", IN_A, JSON))) {
      assertThat(answer.status()).isBetween(400, 499);
      assertThat(answer.body()).doesNotContain("secret").contains("\"message\":");
    }
    assertThat(s2.send(tenant, "GET", "/v1/streams/gone/records/tail", "", IN_A).body())
        .contains("stream `gone` in basin `tenant-a` not found");
  }

  @Test
  void streamCreatedByUse_needsNoMoreThanTheUse() throws IOException {
    s2.store.createBasin(
        new BasinName("auto-basin"),
        new BasinConfig(StreamConfig.UNSET, java.util.Optional.empty(), true, false));
    AccessToken token = s2.allowing(Set.of(Operation.APPEND));

    var answer =
        s2.send(token, "POST", "/v1/streams/new/records", RECORD, "s2-basin: auto-basin", JSON);

    assertAllowed(answer);
    assertDenied(
        s2.send(token, "POST", "/v1/streams", "{\"stream\":\"x\"}", "s2-basin: auto-basin", JSON));
  }
}
