package dev.weir.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP as no client of good will sends it, byte by byte.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileHttpTest {
  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");
  private static final String BODY = "{\"basin\":\"smuggled-basin\"}";

  /// Behind the end of the one request, if its end is misread.
  private static final String SMUGGLED =
      "POST /v1/basins HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;

  private final WeirServer weir = WeirServer.start(UpConfig.on(new S2Source.InMemory()));

  @AfterAll
  void stop() {
    weir.close();
  }

  /// Whoever stands in front may see the end of such a request elsewhere.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 0\r\n\r\n{}",
        "Content-Length: 2, 0\r\n\r\n{}",
        "Content-Length: +2\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 0x2\r\n\r\n{}",
        "Content-Length: 2.0\r\n\r\n{}",
        "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length : 2\r\n\r\n{}",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n",
        "Transfer-Encoding: chunked\r\n\r\n2;a\nb\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}x\r\n0\r\n\r\n",
        "X: a\nContent-Length: 2\r\n\r\n{}",
        "X: a\rContent-Length: 2\r\n\r\n{}",
        "X: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
        "X(: a\r\nContent-Length: 2\r\n\r\n{}",
        "X\r\nContent-Length: 2\r\n\r\n{}",
      })
  void request_whoseEndIsDisputable_endsItsConnectionWithNothingBehindIt(String disputable)
      throws IOException {
    String answers =
        untilClosed(
            "POST /v1/basins HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + disputable
                + SMUGGLED);

    assertThat(answers).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
    assertThat(basins()).doesNotContain("smuggled-basin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://localhost/v1/basins HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET http://evil.example/v1/basins HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/basins\r\n\r\n",
        "GET /v1/basins HTTP/1.1\nHost: localhost\n\n",
        "GET /v1/basins x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/../v1/basins HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /x/%2e%2e/v1/basins HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /console/assets/..%5c..%5cx HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /console/api/overview%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/basins%0d%0aX:y HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/basins HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection:"
            + " Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key:"
            + " dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      })
  void request_ofAFormThatIsNotServed_isRefusedAndEndsItsConnection(String request)
      throws IOException {
    String answers = untilClosed(request);

    assertThat(answers).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
  }

  /// Nothing but the name itself, for the check that keeps other sites' pages out.
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none",
        "''",
        "evil.example",
        "EVIL.example:80",
        "localhost.evil.example",
        "localhost@evil.example",
        "evil.example@localhost",
        "localhost:80@evil.example",
        "'evil.example, localhost'",
        "'localhost, evil.example'",
        "localhost#evil.example",
        "localhost/evil.example",
        "localhost:80:80",
        "localhost.",
        "[::1].evil.example",
        "127.0.0.1.evil.example",
        "loc\u00e4lhost",
      })
  void host_thatIsNotThisMachine_isMisdirected(String host) throws IOException {
    for (String path : new String[] {"/v1/basins", "/console/api/overview"}) {
      assertThat(answer(request(path, host == null ? "" : "Host: " + host + "\r\n")))
          .startsWith("HTTP/1.1 421 ");
    }
  }

  /// One of them is checked, and nothing looks at the other.
  @Test
  void secondHost_countsForNothing() throws IOException {
    assertThat(answer(request("/v1/basins", "Host: evil.example\r\nHost: localhost\r\n")))
        .startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-HTTP-Method-Override: DELETE", "X-HTTP-Method: DELETE", "X-Method-Override: DELETE",
        "X-Original-URL: /v1/basins", "X-Rewrite-URL: /v1/basins", "X-Forwarded-Prefix: /v1",
      })
  void header_thatWouldChangeTheRequest_isNotObeyed(String header) throws IOException {
    String plain = answer(request("/health", "Host: localhost\r\n"));

    String changed = answer(request("/health", "Host: localhost\r\n" + header + "\r\n"));

    assertThat(withoutDate(changed)).isEqualTo(withoutDate(plain));
  }

  private static String withoutDate(String answer) {
    return answer.replaceAll("date: [^\\r]*", "");
  }

  private String basins() throws IOException {
    return answer(request("/v1/basins", "Host: localhost\r\n"));
  }

  private static String request(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\n" + headers + "\r\n";
  }

  /// All that is answered before the server ends the connection.
  private String untilClosed(String request) throws IOException {
    try (var socket = sent(request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /// One answer, whose length is told.
  private String answer(String request) throws IOException {
    try (var socket = sent(request)) {
      var in = new BufferedInputStream(socket.getInputStream());
      var answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException("ended behind " + answer);
        }
        answer.append((char) next);
      }
      var length = LENGTH.matcher(answer);
      byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      return answer + new String(body, StandardCharsets.UTF_8);
    }
  }

  private Socket sent(String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), weir.port());
    socket.setSoTimeout((int) Duration.ofSeconds(50).toMillis());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }
}
