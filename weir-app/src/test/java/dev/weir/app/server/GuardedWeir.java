package dev.weir.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.site.StaticSite;
import dev.weir.app.site.StaticSite.ContentPolicy;
import dev.weir.app.up.UpConfigs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// A Weir in which everything is guarded, with a store that holds a treasure, and all who may come.
final class GuardedWeir implements AutoCloseable {
  private static final String ROOT = "root-0123456789abcdef0123456789abcdef";
  private static final String OPERATOR = "operator-0123456789abcdef0123456789";
  private static final String OWNER = "owner-0123456789abcdef";
  private static final String READER = "reader-0123456789abcdef";
  private static final String OTHER = "other-0123456789abcdef";
  private static final String EXPIRED = "expired-0123456789abcdef";
  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  final WeirServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String s2Reader;
  private final String s2Other;
  private final String session;

  /// What came back; the body of a response that was refused alone, as others may not end.
  record Answer(int status, String body, HttpResponse<InputStream> response) {
    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /// What is live does not end by itself.
    void close() {
      try {
        response.body().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  GuardedWeir(Path directory) throws IOException {
    Path tokens = directory.resolve("tokens");
    Files.writeString(
        tokens,
        """
        owner    read-write  mine   %s
        reader   read        *      %s
        other    read-write  other  %s
        expired  read-write  *      %s  until=2020-01-01T00:00:00Z
        """
            .formatted(OWNER, READER, OTHER, EXPIRED));
    var config =
        UpConfigs.of(
            Map.of("WEIR_ROOT_TOKEN", ROOT, "WEIR_CONSOLE_TOKEN", OPERATOR),
            "--memory",
            "--port=0",
            "--sync-tokens=" + tokens);
    this.server =
        WeirServer.start(
            config,
            StaticSite.onClassPath("dev/weir/app/site/web", ContentPolicy.OWN).orElseThrow());
    furnish();
    this.s2Reader = issue("s2-reader", "\"livestore\"", "[\"read\",\"check-tail\"]");
    this.s2Other =
        issue(
            "s2-other",
            "\"other-basin\"",
            "[\"list-streams\",\"create-stream\",\"delete-stream\",\"get-stream-config\","
                + "\"reconfigure-stream\",\"get-basin-config\",\"reconfigure-basin\","
                + "\"delete-basin\",\"check-tail\",\"append\",\"read\",\"trim\",\"fence\","
                + "\"basin-metrics\",\"stream-metrics\"]");
    this.session = logIn();
  }

  private void furnish() {
    assertThat(ask(Requester.SYNC_OWNER, push()).status()).isEqualTo(200);
    for (String basin : new String[] {"other-basin", "doomed-basin"}) {
      assertThat(
              ask(Requester.S2_ROOT, s2("POST", "/v1/basins", "{\"basin\":\"" + basin + "\"}"))
                  .status())
          .isEqualTo(201);
    }
    assertThat(
            ask(Requester.S2_ROOT, s2("POST", "/v1/streams", "{\"stream\":\"doomed\"}")).status())
        .isEqualTo(201);
    issue("doomed", "\"livestore\"", "[\"read\"]");
  }

  private static RouteTable.Row push() {
    return RouteTable.rows().stream()
        .filter(row -> row.method().equals("POST") && row.target().equals("/api/s2"))
        .findFirst()
        .orElseThrow();
  }

  private static RouteTable.Row s2(String method, String target, String body) {
    return new RouteTable.Row(method, target, body, false, Requester.ROOT);
  }

  private String issue(String id, String basin, String operations) {
    String scope =
        "{\"basins\":{\"exact\":"
            + basin
            + "},\"streams\":{\"prefix\":\"\"},\"ops\":"
            + operations
            + "}";
    Answer issued =
        ask(
            Requester.S2_ROOT,
            s2("POST", "/v1/access-tokens", "{\"id\":\"" + id + "\",\"scope\":" + scope + "}"));
    String body = text(issued);
    var token = TOKEN.matcher(body);
    assertThat(token.find()).as(body).isTrue();
    return token.group(1);
  }

  private String logIn() {
    var login =
        new RouteTable.Row(
            "POST",
            "/console/api/session",
            "{\"token\":\"" + OPERATOR + "\"}",
            true,
            Requester.ANYBODY);
    return ask(Requester.NOBODY, login)
        .response()
        .headers()
        .firstValue("set-cookie")
        .orElseThrow()
        .replaceFirst(";.*", "");
  }

  static String text(Answer answer) {
    try (InputStream body = answer.response().body()) {
      return answer.body() + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Answer ask(Requester requester, RouteTable.Row row) {
    return send(requester, row).join();
  }

  /// Does not wait: refusals of sync are slow.
  CompletableFuture<Answer> send(Requester requester, RouteTable.Row row) {
    return send(as(requester, request(row)));
  }

  HttpRequest.Builder request(RouteTable.Row row) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + row.target()))
            .method(
                row.method(),
                row.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(row.body()))
            .header("content-type", "application/json")
            .header("s2-basin", "livestore");
    return row.ownPage() ? request.header("x-weir-console", "1") : request;
  }

  CompletableFuture<Answer> send(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), BodyHandlers.ofInputStream())
        .thenApply(GuardedWeir::answer);
  }

  private static Answer answer(HttpResponse<InputStream> response) {
    try {
      boolean refused = response.statusCode() >= 400;
      String body =
          refused ? new String(response.body().readAllBytes(), StandardCharsets.UTF_8) : "";
      return new Answer(response.statusCode(), body, response);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder as(Requester requester, HttpRequest.Builder request) {
    return switch (requester) {
      case NOBODY -> request;
      case UNKNOWN -> bearer(request, "unknown-0123456789abcdef0123456789abcdef");
      case BASIC -> request.header("authorization", "Basic cm9vdDpyb290");
      case SYNC_OWNER -> bearer(request, OWNER);
      case SYNC_READER -> bearer(request, READER);
      case SYNC_OTHER -> bearer(request, OTHER);
      case SYNC_EXPIRED -> bearer(request, EXPIRED);
      case S2_ROOT -> bearer(request, ROOT);
      case S2_READER -> bearer(request, s2Reader);
      case S2_OTHER -> bearer(request, s2Other);
      case OPERATOR -> bearer(request, OPERATOR);
      case OPERATOR_COOKIE -> request.header("cookie", session);
      case FORGED_COOKIE ->
          request.header("cookie", session.replaceFirst("=.*", "=" + "0".repeat(64)));
    };
  }

  private static HttpRequest.Builder bearer(HttpRequest.Builder request, String token) {
    return request.header("authorization", "Bearer " + token);
  }

  /// What the root sees of all that a request could change.
  String state() {
    var seen = new StringBuilder();
    for (String target :
        new String[] {
          "/v1/basins",
          "/v1/basins/livestore",
          "/v1/streams",
          "/v1/streams/mine",
          "/v1/streams/mine/records/tail",
          "/v1/access-tokens",
          "/v1/locations/default"
        }) {
      seen.append(text(ask(Requester.S2_ROOT, s2("GET", target, "")))).append('\n');
    }
    return seen.toString();
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
  }
}
