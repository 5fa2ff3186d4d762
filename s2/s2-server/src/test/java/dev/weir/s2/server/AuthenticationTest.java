package dev.weir.s2.server;

import static dev.weir.s2.server.AccessFixture.IN_A;
import static dev.weir.s2.server.AccessFixture.JSON;
import static dev.weir.s2.server.AccessFixture.RECORD;
import static dev.weir.s2.server.AccessFixture.ROOT;
import static dev.weir.s2.server.AccessFixture.assertAllowed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Operation;
import dev.weir.s2.ResourceSet;
import dev.weir.s2.StreamName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is let in at all, and for how long.
class AuthenticationTest {
  private static final String ORDERS = "/v1/streams/a%2Forders/records";

  private final AccessFixture s2 = new AccessFixture();

  @AfterEach
  void stop() {
    s2.close();
  }

  private static void assertUnauthorized(Http.Answer answer, String message) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("{\"code\":\"authn\",\"message\":\"" + message + "\"}");
    assertThat(answer.header("www-authenticate")).contains("Bearer");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/basins",
    "POST, /v1/basins",
    "GET, /v1/basins/tenant-a",
    "PUT, /v1/basins/tenant-a",
    "PATCH, /v1/basins/tenant-a",
    "DELETE, /v1/basins/tenant-a",
    "GET, /v1/streams",
    "POST, /v1/streams",
    "GET, /v1/streams/a%2Forders",
    "PUT, /v1/streams/a%2Forders",
    "PATCH, /v1/streams/a%2Forders",
    "DELETE, /v1/streams/a%2Forders",
    "GET, /v1/streams/a%2Forders/records",
    "POST, /v1/streams/a%2Forders/records",
    "GET, /v1/streams/a%2Forders/records/tail",
    "GET, /v1/access-tokens",
    "POST, /v1/access-tokens",
    "DELETE, /v1/access-tokens/x",
    "GET, /v1/locations",
    "GET, /v1/locations/default",
    "PUT, /v1/locations/default",
    "GET, /v1/metrics",
    "GET, /v1/metrics/tenant-a",
    "GET, /v1/metrics/tenant-a/a%2Forders",
  })
  void everyRoute_withoutAToken_isUnauthorized(String method, String target) throws IOException {
    var answer = Http.send(s2.server.endpoint(), method, target, "{}", IN_A, JSON);

    assertUnauthorized(
        answer, "missing access token: send the header `authorization: Bearer <token>`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic cm9vdDpyb290", "root-token-of-the-tests", "", "Bearerroot"})
  void header_thatIsNoBearer_isUnauthorized(String header) throws IOException {
    var answer =
        Http.send(s2.server.endpoint(), "GET", "/v1/basins", "", "authorization: " + header);

    assertUnauthorized(answer, "malformed header `authorization`: expected `Bearer <token>`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weir_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "root-token-of-the-test",
        "root-token-of-the-tests2"
      })
  void token_thatNobodyIssued_isUnauthorized(String token) throws IOException {
    var answer = s2.send(new AccessToken(token), "GET", "/v1/basins", "");

    assertUnauthorized(answer, "invalid or expired access token");
    assertThat(answer.head() + answer.body()).doesNotContain(token);
  }

  @Test
  void refusedBody_isReadToItsEnd_soThatTheAnswerArrives() throws IOException {
    var answer = Http.send(s2.server.endpoint(), "POST", ORDERS, "x".repeat(1_500_000), IN_A, JSON);

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void root_mayDoEverything_andTheSchemeIsReadInAnyCase() throws IOException {
    assertAllowed(s2.send(ROOT, "GET", "/v1/basins", ""));
    assertAllowed(s2.send(ROOT, "POST", ORDERS, RECORD, IN_A, JSON));
    assertAllowed(
        Http.send(
            s2.server.endpoint(),
            "GET",
            "/v1/basins",
            "",
            "authorization: bEaReR  " + ROOT.value()));
  }

  @Test
  void healthAndUnknownPaths_needNoToken() throws IOException {
    assertThat(Http.send(s2.server.endpoint(), "GET", "/health", "").status()).isEqualTo(200);
    assertThat(Http.send(s2.server.endpoint(), "GET", "/v1/nothing", "").status()).isEqualTo(404);
  }

  @Test
  void token_atItsExpiry_isUnauthorized() throws IOException {
    var scope =
        AccessFixture.scope(ResourceSet.all(), ResourceSet.all(), Set.of(Operation.LIST_BASINS));
    var expiring = s2.info(scope).withExpiresAt(s2.now().plusSeconds(60));
    AccessToken token = s2.store.issueAccessToken(expiring);
    assertAllowed(s2.send(token, "GET", "/v1/basins", ""));

    s2.advance(Duration.ofSeconds(60));

    assertUnauthorized(s2.send(token, "GET", "/v1/basins", ""), "invalid or expired access token");
  }

  @Test
  void token_onceRevoked_isUnauthorizedAtOnce() throws IOException {
    AccessToken token = s2.allowing(Set.of(Operation.LIST_BASINS));
    assertAllowed(s2.send(token, "GET", "/v1/basins", ""));

    s2.store.revokeAccessToken(new AccessTokenId("token-1"));

    assertUnauthorized(s2.send(token, "GET", "/v1/basins", ""), "invalid or expired access token");
  }

  @Test
  void readSession_onceItsTokenIsRevoked_endsWithoutAnotherRecord() throws IOException {
    AccessToken token = s2.allowing(Set.of(Operation.READ));
    append("before");
    try (var events = s2.events(token, ORDERS + "?seq_num=0", IN_A, "accept: text/event-stream")) {
      assertThat(events.next()).contains("before");
      assertThat(events.next()).startsWith("event: ping");
      s2.store.revokeAccessToken(new AccessTokenId("token-1"));

      append("after");

      assertThat(events.next())
          .isEqualTo(
              "event: error|data: {\"code\":\"authn\",\"message\":\"invalid or expired access"
                  + " token\"}");
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void readSession_onceItsTokenHasExpired_endsWithoutAnotherRecord() throws IOException {
    var scope = AccessFixture.scope(ResourceSet.all(), ResourceSet.all(), Set.of(Operation.READ));
    AccessToken token =
        s2.store.issueAccessToken(s2.info(scope).withExpiresAt(s2.now().plusSeconds(5)));
    append("before");
    try (var events = s2.events(token, ORDERS + "?seq_num=0", IN_A, "accept: text/event-stream")) {
      assertThat(events.next()).contains("before");
      s2.advance(Duration.ofSeconds(5));
      append("after");

      String event = events.next();
      if (event.startsWith("event: ping")) { // sent before the clock moved
        event = events.next();
      }
      assertThat(event).contains("authn").doesNotContain("after");
      assertThat(events.atEnd()).isTrue();
    }
  }

  private void append(String body) {
    var stream = s2.basin(AccessFixture.A).stream(new StreamName("a/orders"));
    assertThat(stream.append(AppendInput.of(List.of(AppendRecord.of(body)))).end().seqNum())
        .isPositive();
  }
}
