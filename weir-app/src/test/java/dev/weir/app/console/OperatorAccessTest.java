package dev.weir.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.access.Guards;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.s2.AccessToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who may use the console, over HTTP.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OperatorAccessTest {
  private static final AccessToken TOKEN = new AccessToken("0123456789abcdef0123456789abcdef");
  private static final String BASINS = "/console/api/s2/v1/basins";

  private static UpConfig open() {
    return UpConfig.on(new S2Source.InMemory());
  }

  private static UpConfig guarded() {
    return open().withGuards(Guards.onThisMachine().withConsoleToken(TOKEN));
  }

  private static int status(ConsoleClient console, HttpRequest.Builder request) throws Exception {
    return console.send(request).statusCode();
  }

  private static HttpRequest.Builder login(ConsoleClient console, String token) {
    return console
        .request("/console/api/session")
        .header("x-weir-console", "1")
        .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}"));
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("set-cookie").orElseThrow();
  }

  @Test
  void withAToken_onlyWhoShowsItIsLetIn() throws Exception {
    try (var console = new ConsoleClient(guarded())) {
      for (String path : new String[] {"/console/api/overview", "/console/api/live", BASINS}) {
        assertThat(status(console, console.request(path))).as(path).isEqualTo(401);
      }
      var wrong = console.request(BASINS).header("authorization", "Bearer " + "1".repeat(32));
      assertThat(status(console, wrong)).isEqualTo(401);
      var right = console.request(BASINS).header("authorization", "Bearer " + TOKEN.value());
      assertThat(status(console, right)).isEqualTo(200);
      assertThat(console.server.config().toString()).doesNotContain(TOKEN.value());
    }
  }

  @Test
  void login_withTheToken_lastsUntilLogout() throws Exception {
    try (var console = new ConsoleClient(guarded())) {
      assertThat(status(console, login(console, "wrong"))).isEqualTo(401);

      var answer = console.send(login(console, TOKEN.value()));

      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(cookie(answer))
          .containsIgnoringCase("HttpOnly")
          .contains("SameSite=Strict")
          .contains("Path=/console");
      String session = cookie(answer).split(";", 2)[0];
      assertThat(session).startsWith("weir-console-" + console.server.port() + "=");
      assertThat(status(console, console.request(BASINS).header("cookie", session))).isEqualTo(200);
      var logout = console.request("/console/api/session").header("cookie", session).DELETE();
      assertThat(status(console, logout.header("x-weir-console", "1"))).isEqualTo(204);
      assertThat(status(console, console.request(BASINS).header("cookie", session))).isEqualTo(401);
    }
  }

  @Test
  void change_withoutTheHeaderOfOwnPages_isForbidden() throws Exception {
    try (var console = new ConsoleClient(open())) {
      var create =
          console
              .request(BASINS)
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString("{\"basin\":\"another-basin\"}"));

      assertThat(status(console, create)).isEqualTo(403);
      assertThat(status(console, create.header("x-weir-console", "1"))).isEqualTo(201);
    }
  }

  @Test
  void deletion_withoutTheName_isNotDone() throws Exception {
    try (var console = new ConsoleClient(open())) {
      var create =
          console
              .request(BASINS)
              .header("content-type", "application/json")
              .header("x-weir-console", "1")
              .POST(BodyPublishers.ofString("{\"basin\":\"another-basin\"}"));
      assertThat(status(console, create)).isEqualTo(201);
      var path = BASINS + "/another-basin";

      for (String query : new String[] {"", "?confirm=", "?confirm=other"}) {
        var delete = console.request(path + query).header("x-weir-console", "1").DELETE();
        assertThat(status(console, delete)).as(query).isEqualTo(409);
      }
      assertThat(status(console, console.request(path))).isEqualTo(200);
      var delete =
          console.request(path + "?confirm=another-basin").header("x-weir-console", "1").DELETE();
      assertThat(status(console, delete)).isEqualTo(202);
    }
  }

  @Test
  void withoutAToken_whatComesThroughAProxyIsRefused() throws Exception {
    try (var console = new ConsoleClient(open())) {
      assertThat(status(console, console.request("/console/api/overview"))).isEqualTo(200);
      var through = console.request("/console/api/overview").header("x-forwarded-for", "10.0.0.1");
      assertThat(status(console, through)).isEqualTo(403);
    }
  }

  @Test
  void withoutAToken_whileTheS2ApiIsGuarded_theConsoleIsOff() throws Exception {
    var config = open().withGuards(Guards.onThisMachine().withRootToken(TOKEN));
    try (var console = new ConsoleClient(config)) {
      var answer = console.send(console.request(BASINS));

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("--console-token-file");
    }
  }

  @Test
  void withoutAToken_inFrontOfAnotherS2_itsTokenIsNotUsed() throws Exception {
    try (var s2 = new ConsoleClient(open());
        var console =
            new ConsoleClient(UpConfig.on(new S2Source.Elsewhere(s2.base(), Optional.of(TOKEN))))) {
      assertThat(console.get("session").get("s2").asText()).isEqualTo("off");
      assertThat(status(console, console.request(BASINS))).isEqualTo(403);
      assertThat(status(console, console.request("/console/api/overview"))).isEqualTo(200);
    }
  }

  @Test
  void request_byANameOfAnother_isMisdirected() throws Exception {
    try (var console = new ConsoleClient(open())) {
      var request = "GET /console/api/overview HTTP/1.1\r\nHost: evil.example\r\n\r\n";
      assertThat(statusLine(console.server.port(), request)).contains(" 421 ");
    }
  }

  private static String statusLine(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
