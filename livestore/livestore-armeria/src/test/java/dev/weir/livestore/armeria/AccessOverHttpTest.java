package dev.weir.livestore.armeria;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Authorizer;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.access.tokens.TokenFile;
import dev.weir.livestore.proxy.http.HostCheck;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ListRequest;
import dev.weir.s2.S2;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.lite.S2Lite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may pull and push what, over real HTTP.
@Timeout(60)
class AccessOverHttpTest {
  private static final BasinName BASIN = new BasinName("livestore");
  private static final String ALICE = "alice-0123456789abcdef";
  private static final String READER = "reader-0123456789abcdef";
  private static final String GONE = "gone-0123456789abcdefgh";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final S2 STREAMS = S2Lite.inMemory();
  private static final LiveStoreProxy PROXY =
      LiveStoreProxy.over(STREAMS, BASIN, ProxyConfig.defaults());

  private static final Server SERVER = guarded();

  private static Server guarded() {
    try {
      Path file = Files.createTempFile("tokens", "");
      file.toFile().deleteOnExit();
      Files.writeString(
          file,
          """
          alice   read-write  mine,acme-*,x\uD83D\uDE00,caf\u00E9  %s
          reader  read        *                                    %s
          gone    read-write  *                                    %s  until=2020-01-01T00:00:00Z
          """
              .formatted(ALICE, READER, GONE));
      var sources = TokenSources.defaults().withCookie("session").withPushUrl();
      return serve(
          config()
              .withAllowedOrigins(List.of("https://friend.example"))
              .withAccess(Access.of(TokenFile.open(file, sources), Authorizer.byGrants())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProxyHttpConfig config() {
    return ProxyHttpConfig.defaults().withRefusalDelay(Duration.ofMillis(50));
  }

  private static Server serve(ProxyHttpConfig config) {
    var builder = Server.builder().http(0);
    ProxyRoutes.install(builder, "/api/s2", PROXY, config);
    Server started = builder.build();
    started.start().join();
    return started;
  }

  @AfterAll
  static void stop() {
    PROXY.close();
    SERVER.stop().join();
    HTTP.close();
    STREAMS.close();
  }

  private static HttpRequest.Builder request(Server to, String pathAndQuery) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + to.activeLocalPort() + "/api/s2" + pathAndQuery));
  }

  private static HttpRequest.Builder pull(String argsJson) {
    return request(SERVER, "?args=" + encoded(argsJson));
  }

  private static HttpRequest.Builder pullOf(String storeId) {
    return pull("{\"storeId\":" + quoted(storeId) + ",\"s2SeqNum\":\"from-start\",\"live\":false}");
  }

  private static HttpRequest.Builder push(String query, String storeId) {
    return request(SERVER, query)
        .header("content-type", "application/json")
        .POST(
            BodyPublishers.ofString(
                "{\"storeId\":"
                    + quoted(storeId)
                    + ",\"batch\":[{\"name\":\"n\",\"args\":{},\"seqNum\":1,\"parentSeqNum\":0,"
                    + "\"clientId\":\"c\",\"sessionId\":\"s\"}]}"));
  }

  /// Escapes whatever is not ASCII, lone surrogates included.
  private static String quoted(String text) {
    var json = new StringBuilder("\"");
    text.chars().forEach(unit -> json.append("\\u%04x".formatted(unit)));
    return json.append('"').toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
    return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    return send(request).statusCode();
  }

  private static List<String> streams() {
    return STREAMS.basin(BASIN).listStreams(ListRequest.ALL).items().stream()
        .map(StreamInfo::name)
        .map(Object::toString)
        .toList();
  }

  @ParameterizedTest(name = "{0} on {1}: pull {2}, push {3}")
  @CsvSource({
    "alice-0123456789abcdef,  mine,     200, 200",
    "alice-0123456789abcdef,  acme-1,   200, 200",
    "alice-0123456789abcdef,  acme-,    200, 200",
    "alice-0123456789abcdef,  acme,     403, 403",
    "alice-0123456789abcdef,  MINE,     403, 403",
    "alice-0123456789abcdef,  mine%20,  403, 403",
    "alice-0123456789abcdef,  %6dine,   403, 403",
    "alice-0123456789abcdef,  ' mine',  403, 403",
    "reader-0123456789abcdef, mine,     200, 403",
    "gone-0123456789abcdefgh, mine,     401, 401",
    "nobody-0123456789abcdef, mine,     401, 401",
    "'',                      mine,     401, 401",
  })
  void requests_areAnsweredByWhatTheirTokenAllows(
      String token, String store, int pulled, int pushed) throws Exception {
    assertThat(status(as(token, pullOf(store)))).isEqualTo(pulled);
    assertThat(status(as(token, push("", store)))).isEqualTo(pushed);
  }

  @Test
  void refusals_sayWhy_andNoSecret() throws Exception {
    HttpResponse<String> unknown = send(as(GONE, pullOf("mine")));
    assertThat(unknown.headers().firstValue("www-authenticate")).contains("Bearer");
    assertThat(unknown.body()).contains("\"code\":\"Unauthorized\"").doesNotContain(GONE);

    HttpResponse<String> mayNot = send(as(READER, push("", "secret-store")));
    assertThat(mayNot.body()).contains("\"code\":\"Forbidden\"", "nothing was stored");
    assertThat(mayNot.body()).doesNotContain("secret-store", READER);
  }

  @Test
  void whoeverIsRefused_leavesNoStream() throws Exception {
    assertThat(status(as(ALICE, pullOf("not-mine-1")))).isEqualTo(403);
    assertThat(status(as(ALICE, push("", "not-mine-1")))).isEqualTo(403);
    assertThat(status(pullOf("not-mine-1"))).isEqualTo(401);
    assertThat(status(as(READER, push("", "not-mine-1")))).isEqualTo(403);

    assertThat(status(as(ALICE, push("", "acme-made")))).isEqualTo(200);
    assertThat(streams()).contains("acme-made").noneMatch(name -> name.contains("not-mine-1"));
  }

  /// The original's naming would put each of them into the stream of `acme-1`.
  @ParameterizedTest
  @ValueSource(
      strings = {"acme.1", "acme 1", "acme/1", "acme\uD8001", "acme\u00E91", "acme\u00001"})
  void aStore_whoseNameLooksAlikeInS2_isAnother(String store) throws Exception {
    assertThat(status(as(ALICE, push("", "acme-1")))).isEqualTo(200);
    assertThat(status(as(ALICE, push("", store)))).isEqualTo(403);
    assertThat(status(as(ALICE, pullOf(store)))).isEqualTo(403);
    assertThat(send(as(READER, pullOf(store))).body()).doesNotContain("seqNum");
  }

  @Test
  void loneSurrogates_andOtherForms_areOtherStores() throws Exception {
    assertThat(status(as(ALICE, push("", "x\uD83D\uDE00")))).isEqualTo(200);
    assertThat(status(as(ALICE, push("", "caf\u00E9")))).isEqualTo(200);
    for (String other :
        List.of("x\uD83D", "x\uDE00\uD83D", "x\uDE00", "x", "x?", "cafe\u0301", "cafe")) {
      assertThat(status(as(ALICE, push("", other)))).as(other).isEqualTo(403);
      assertThat(status(as(ALICE, pullOf(other)))).as(other).isEqualTo(403);
    }
  }

  /// Whatever is decoded twice, or found twice, is one thing for the check and for the stream.
  @Test
  void argumentsThatAreThereTwice_areCheckedAsTheyAreServed() throws Exception {
    String mine = "{\"storeId\":\"mine\",\"s2SeqNum\":\"from-start\",\"live\":false}";
    String other = "{\"storeId\":\"other\",\"s2SeqNum\":\"from-start\",\"live\":false}";
    String twice =
        "{\"storeId\":\"mine\",\"storeId\":\"other\",\"s2SeqNum\":\"from-start\",\"live\":false}";

    assertThat(status(as(ALICE, pull(twice)))).isEqualTo(403);
    assertThat(status(as(ALICE, pull(encoded(other))))).isEqualTo(403);
    assertThat(status(as(ALICE, pull(encoded(mine))))).isEqualTo(200);
    assertThat(
            status(
                as(ALICE, request(SERVER, "?args=" + encoded(mine) + "&args=" + encoded(other)))))
        .isEqualTo(403);
    String pushedTwice = "{\"storeId\":\"mine\",\"storeId\":\"other\",\"batch\":[]}";
    assertThat(
            status(
                as(
                    ALICE,
                    request(SERVER, "")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(pushedTwice)))))
        .isEqualTo(403);
  }

  @Test
  void aPayload_carriesTheTokenOfAPull_alone() throws Exception {
    String args =
        "{\"storeId\":\"mine\",\"s2SeqNum\":\"from-start\",\"live\":false,\"payload\":%s}";

    assertThat(status(pull(args.formatted("{\"authToken\":\"" + ALICE + "\"}")))).isEqualTo(200);
    assertThat(status(pull(args.formatted("{\"authToken\":\"wrong\"}")))).isEqualTo(401);
    assertThat(status(pull(args.formatted("\"" + ALICE + "\"")))).isEqualTo(401);
  }

  @Test
  void aUrl_carriesTheTokenOfAPush_alone() throws Exception {
    assertThat(status(push("?token=" + ALICE, "mine"))).isEqualTo(200);
    assertThat(status(push("?token=wrong", "mine"))).isEqualTo(401);
    assertThat(
            status(
                request(
                    SERVER,
                    "?token="
                        + ALICE
                        + "&args="
                        + encoded(
                            "{\"storeId\":\"mine\",\"s2SeqNum\":\"from-start\",\"live\":false}"))))
        .isEqualTo(401);
  }

  @ParameterizedTest(name = "origin {0}, site {1}: {2}")
  @CsvSource({
    ",                      ,            200",
    "https://friend.example,,            200",
    "https://friend.example,cross-site,  200",
    "https://evil.example,  ,            401",
    "https://evil.example,  cross-site,  401",
    "null,                  cross-site,  401",
    "http://localhost:1,    same-site,   401",
    "http://localhost:1,    same-origin, 200",
  })
  void aCookie_countsFromOwnPagesAndAllowedOnes(String origin, String site, int status)
      throws Exception {
    for (HttpRequest.Builder request : List.of(push("", "mine"), pullOf("mine"))) {
      request.header("cookie", "a=b; session=" + ALICE + "; c=d");
      Optional.ofNullable(origin).ifPresent(value -> request.header("origin", value));
      Optional.ofNullable(site).ifPresent(value -> request.header("sec-fetch-site", value));
      assertThat(status(request)).isEqualTo(status);
    }
  }

  @Test
  void aCookie_countsFromAPageOfTheSameHostAndPortAlone() throws Exception {
    int port = SERVER.activeLocalPort();
    assertThat(cookieFrom("http://127.0.0.1:" + port)).isEqualTo(200);
    assertThat(cookieFrom("http://127.0.0.1:" + (port ^ 1))).isEqualTo(401);
    assertThat(cookieFrom("http://localhost:" + port)).isEqualTo(401);
  }

  private static int cookieFrom(String origin) throws Exception {
    return status(push("", "mine").header("cookie", "session=" + ALICE).header("origin", origin));
  }

  @Test
  void aHeader_countsFromAnyPage_asNoBrowserAddsIt() throws Exception {
    assertThat(status(as(ALICE, push("", "mine")).header("origin", "https://evil.example")))
        .isEqualTo(200);
    assertThat(status(as(ALICE, push("", "mine")).header("origin", "https://friend.example")))
        .isEqualTo(200);
  }

  @Test
  void preflight_ofAnAllowedOrigin_allowsAuthorizationAndCookies() throws Exception {
    HttpResponse<String> answer =
        send(
            request(SERVER, "")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("origin", "https://friend.example")
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,content-type"));

    assertThat(answer.headers().firstValue("access-control-allow-origin"))
        .contains("https://friend.example");
    assertThat(answer.headers().firstValue("access-control-allow-credentials")).contains("true");
    assertThat(answer.headers().firstValue("access-control-allow-headers").orElse(""))
        .contains("authorization");
  }

  @Test
  void preflight_whereAllOriginsAreAllowed_allowsNoCookies() throws Exception {
    Server open = serve(config().withAllowedOrigins(List.of("*")));
    try {
      HttpResponse<String> answer =
          send(
              request(open, "")
                  .method("OPTIONS", BodyPublishers.noBody())
                  .header("origin", "https://evil.example")
                  .header("access-control-request-method", "POST"));
      assertThat(answer.headers().firstValue("access-control-allow-origin")).isPresent();
      assertThat(answer.headers().firstValue("access-control-allow-credentials")).isEmpty();
    } finally {
      open.stop().join();
    }
  }

  /// The hold is 50 s, and an event would be delivered at once.
  @Test
  void aLivePull_endsWithItsCredentials() throws Exception {
    Server ending =
        serve(
            config()
                .withAccess(credentials ->
                    (access, storeId) ->
                        new Principal("alice").until(Instant.now().plusMillis(300))));
    String args = encoded("{\"storeId\":\"idle\",\"s2SeqNum\":\"from-start\",\"live\":true}");
    try {
      for (String path : List.of("", "/live")) {
        HttpResponse<String> answer = send(request(ending, path + "?args=" + args));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
      }
    } finally {
      ending.stop().join();
    }
  }

  /// A cursor beyond the tail is held for as long as its client stays.
  @Test
  void aHeldPull_endsWithItsCredentials() throws Exception {
    Server ending =
        serve(
            config()
                .withAccess(credentials ->
                    (access, storeId) ->
                        new Principal("alice").until(Instant.now().plusMillis(300))));
    String held = "{\"storeId\":\"idle\",\"s2SeqNum\":7,\"live\":%s}";
    try {
      for (String path : List.of("", "/live")) {
        HttpResponse<String> answer =
            send(request(ending, path + "?args=" + encoded(held.formatted(true))));
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
      }
      assertThat(isAnswered(request(ending, "?args=" + encoded(held.formatted(false)))))
          .as("an end would say that there is nothing")
          .isFalse();
    } finally {
      ending.stop().join();
    }
  }

  private static boolean isAnswered(HttpRequest.Builder request) throws InterruptedException {
    try {
      return status(request) == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void accessThatFails_letsNobodyIn_andTellsNothing() throws Exception {
    Server broken =
        serve(
            config()
                .withAccess(credentials -> {
                  throw new IllegalStateException("secret");
                }));
    Server unsure =
        serve(
            config()
                .withAccess(credentials ->
                    (access, storeId) -> {
                      throw AccessDeniedException.unavailable();
                    }));
    try {
      for (Server down : List.of(broken, unsure)) {
        HttpResponse<String> answer =
            send(
                request(
                    down,
                    "?args="
                        + encoded(
                            "{\"storeId\":\"s\",\"s2SeqNum\":\"from-start\",\"live\":false}")));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("cannot be checked").doesNotContain("secret");
      }
    } finally {
      broken.stop().join();
      unsure.stop().join();
    }
  }

  /// A stock client never repeats a push that hangs.
  @Test
  void accessThatDies_leavesNobodyWaiting() throws Exception {
    Server dying =
        serve(
            config()
                .withAccess(credentials -> {
                  throw new StackOverflowError();
                }));
    String args = encoded("{\"storeId\":\"s\",\"s2SeqNum\":\"from-start\",\"live\":false}");
    try {
      assertThat(status(request(dying, "?args=" + args))).isEqualTo(500);
      assertThat(
              status(
                  request(dying, "")
                      .header("content-type", "application/json")
                      .POST(BodyPublishers.ofString("{\"storeId\":\"s\",\"batch\":[]}"))))
          .isEqualTo(500);
    } finally {
      dying.stop().join();
    }
  }

  @Test
  void aHostThatMayHaveBeenRebound_isRefused() throws Exception {
    Server local = serve(config().withHosts(HostCheck.localhostAnd(List.of("weir.internal"))));
    try {
      var port = local.activeLocalPort();
      for (String method : List.of("HEAD", "GET", "POST")) {
        assertThat(RawHttp.status(port, method, "/api/s2", "evil.example")).isEqualTo(421);
        assertThat(RawHttp.status(port, method, "/api/s2", "evil.example:" + port)).isEqualTo(421);
      }
      assertThat(RawHttp.status(port, "HEAD", "/api/s2", "localhost:" + port)).isEqualTo(200);
      assertThat(RawHttp.status(port, "HEAD", "/api/s2", "weir.internal")).isEqualTo(200);
    } finally {
      local.stop().join();
    }
  }
}
