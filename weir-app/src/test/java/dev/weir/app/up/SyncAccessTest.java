package dev.weir.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.weir.app.observe.LogFormat;
import dev.weir.app.observe.Logging;
import dev.weir.app.server.WeirServer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `weir up` with access control, over real HTTP. Refusals are slow, so requests go side by side.
@Timeout(60)
class SyncAccessTest {
  private static final String TOKEN = "t0ken-0123456789abcdef";
  private static final String SECRET = "s3cret-0123456789abcdef0123456789abcdef";

  @TempDir Path directory;

  private WeirServer up(Map<String, String> environment, String... options) {
    var up = new UpCommand();
    new CommandLine(up).parseArgs(options);
    return WeirServer.start(up.toConfig(environment));
  }

  private WeirServer upWithTokens(String... options) throws IOException {
    Path file = directory.resolve("tokens");
    Files.writeString(file, "alice read-write acme-* " + TOKEN + "\n");
    var all = new ArrayList<>(List.of("--memory", "--port", "0", "--sync-tokens", file.toString()));
    all.addAll(List.of(options));
    return up(Map.of(), all.toArray(String[]::new));
  }

  private static HttpRequest.Builder request(WeirServer to, String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + pathAndQuery));
  }

  private static String args(String storeId, String payload) {
    return URLEncoder.encode(
        "{\"storeId\":\""
            + storeId
            + "\",\"s2SeqNum\":\"from-start\",\"live\":false,\"payload\":"
            + payload
            + "}",
        StandardCharsets.UTF_8);
  }

  private static HttpRequest.Builder pull(WeirServer from, String storeId) {
    return request(from, "/api/s2?args=" + args(storeId, "null"));
  }

  private static HttpRequest.Builder push(WeirServer to, String query, String storeId) {
    return request(to, "/api/s2" + query)
        .header("content-type", "application/json")
        .POST(
            BodyPublishers.ofString(
                "{\"storeId\":\""
                    + storeId
                    + "\",\"batch\":[{\"name\":\"n\",\"args\":{},\"seqNum\":1,\"parentSeqNum\":0,"
                    + "\"clientId\":\"c\",\"sessionId\":\"s\"}]}"));
  }

  private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
    return request.header("authorization", "Bearer " + token);
  }

  private static CompletableFuture<Integer> status(HttpClient http, HttpRequest.Builder request) {
    return http.sendAsync(request.build(), BodyHandlers.discarding())
        .thenApply(answer -> answer.statusCode());
  }

  @Test
  void syncTokens_letInTheirHoldersAlone() throws Exception {
    try (var weir = upWithTokens();
        var http = HttpClient.newHttpClient()) {
      var mine = status(http, as(TOKEN, push(weir, "", "acme-1")));
      var others = status(http, as(TOKEN, push(weir, "", "other")));
      var nobodys = status(http, pull(weir, "acme-1"));
      var inPayload =
          status(
              http,
              request(weir, "/api/s2?args=" + args("acme-1", "{\"authToken\":\"" + TOKEN + "\"}")));
      var inUrl = status(http, push(weir, "?token=" + TOKEN, "acme-1"));

      assertThat(mine.get()).isEqualTo(200);
      assertThat(others.get()).isEqualTo(403);
      assertThat(nobodys.get()).isEqualTo(401);
      assertThat(inPayload.get()).isEqualTo(200);
      assertThat(inUrl.get()).as("is off unless asked for").isEqualTo(401);
    }
  }

  @Test
  void aJwt_aCallback_andTokens_goTogether() throws Exception {
    var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    service.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestHeaders().getFirst("authorization"));
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          byte[] answer =
              ("{\"allow\":" + body.contains("session-7") + ",\"principal\":\"bob\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    service.start();
    Path tokens = directory.resolve("tokens");
    Files.writeString(tokens, "alice read-write * " + TOKEN + "\n");
    try (var weir =
            up(
                Map.of("WEIR_JWT_SECRET", SECRET, "WEIR_AUTH_CALLBACK_TOKEN", "weirs-own"),
                "--memory",
                "--port=0",
                "--sync-tokens=" + tokens,
                "--jwt-stores=user-{sub}",
                "--jwt-audience=weir",
                "--auth-callback=http://127.0.0.1:" + service.getAddress().getPort() + "/may",
                "--auth-cookie=session",
                "--auth-push-url");
        var http = HttpClient.newHttpClient()) {
      var byToken = status(http, as(TOKEN, push(weir, "", "s")));
      var byJwt = status(http, push(weir, "?token=" + jwt("7"), "user-7"));
      var byJwtElsewhere = status(http, as(jwt("7"), push(weir, "", "user-8")));
      var byCookie = status(http, push(weir, "", "s").header("cookie", "session=session-7"));
      var byAnother = status(http, push(weir, "", "s").header("cookie", "session=session-8"));

      assertThat(byToken.get()).isEqualTo(200);
      assertThat(byJwt.get()).isEqualTo(200);
      assertThat(byJwtElsewhere.get()).isEqualTo(403);
      assertThat(byCookie.get()).isEqualTo(200);
      assertThat(byAnother.get()).isEqualTo(403);
      assertThat(asked).containsExactly("Bearer weirs-own", "Bearer weirs-own");
    } finally {
      service.stop(0);
    }
  }

  private static String jwt(String subject) throws JOSEException {
    var claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .audience("weir")
            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(SECRET));
    return jwt.serialize();
  }

  @Test
  void anOpenWeir_answersByLocalhostAlone_andAGuardedOneByAnyName() throws Exception {
    try (var open = up(Map.of(), "--memory", "--port=0");
        var named = up(Map.of(), "--memory", "--port=0", "--allow-host=weir.internal");
        var guarded = upWithTokens()) {
      var refused =
          Stream.of(open, named)
              .flatMap(weir ->
                  Stream.of("/api/s2", "/v1/basins")
                      .map(path -> later(() -> status(weir, "GET", path, "evil.example"))))
              .toList();
      for (var path : List.of("/api/s2", "/v1/nothing")) {
        assertThat(status(open, "HEAD", path, "localhost:" + open.port())).isNotEqualTo(421);
        assertThat(status(named, "HEAD", path, "weir.internal")).isNotEqualTo(421);
      }
      for (var status : refused) {
        assertThat(status.get()).isEqualTo(421);
      }
      assertThat(status(guarded, "HEAD", "/api/s2", "evil.example")).isEqualTo(200);
      assertThat(status(guarded, "GET", "/v1/basins", "evil.example"))
          .as("which no token guards")
          .isEqualTo(421);
      assertThat(status(open, "GET", "/health", "evil.example")).isEqualTo(200);
    }
  }

  private static FutureTask<Integer> later(Callable<Integer> request) {
    var task = new FutureTask<>(request);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static int status(WeirServer weir, String method, String path, String host)
      throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), weir.port())) {
      var request =
          "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(method, path, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new char[12];
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      for (int n = 0; n < answer.length; ) {
        n += in.read(answer, n, answer.length - n);
      }
      return Integer.parseInt(new String(answer).substring(9));
    }
  }

  /// Whatever goes wrong, with all that Weir can be told to log. (Its libraries tell nothing finer
  /// than INFO: at FINE they would print requests whole.)
  @Test
  void noToken_isEverLoggedOrMeasured() throws Exception {
    try (var log = new WholeLog();
        var weir = upWithTokens("--auth-push-url", "--auth-cookie=session");
        var secure = up(Map.of(), "--memory", "--port=0", "--tls-self");
        var http = HttpClient.newHttpClient()) {
      var payload = "{\"authToken\":\"" + TOKEN + "\"}";
      var wrong = TOKEN + "-wrong";
      var asked =
          List.of(
              status(http, as(TOKEN, push(weir, "", "acme-1"))),
              status(http, as(wrong, push(weir, "", "acme-1"))),
              status(http, push(weir, "?token=" + TOKEN, "acme-1")),
              status(http, push(weir, "?token=" + TOKEN, "other")),
              status(http, push(weir, "", "acme-1").header("cookie", "session=" + TOKEN)),
              status(http, request(weir, "/api/s2?args=" + args("acme-1", payload))),
              status(http, request(weir, "/api/s2?args=" + args("other", payload))),
              status(http, request(weir, "/api/s2?args=" + args("acme-1", payload) + "%7B")),
              status(http, request(weir, "/api/s2?args=%7B" + TOKEN.replace('-', '_'))),
              status(http, request(weir, "/api/s2/nothing?token=" + TOKEN)),
              status(http, request(weir, "/v1/basins?token=" + TOKEN)),
              status(
                  http,
                  as(TOKEN, request(weir, "/api/s2"))
                      .header("content-type", "application/json")
                      .POST(BodyPublishers.ofString("{\"storeId\":\"" + TOKEN))));
      for (var answer : asked) {
        assertThat(answer.handle((code, failure) -> true).get()).isTrue();
      }
      breakOff(weir, "GET /api/s2?args=" + args("acme-1", payload).replace("false", "true"));
      breakOff(weir, "POST /api/s2?token=" + TOKEN);
      breakOff(weir, "GET /api/s2?token=" + TOKEN + "x".repeat(100_000));
      breakOff(weir, "NONSENSE /api/s2?token=" + TOKEN);
      breakOff(secure, "GET /api/s2?token=" + TOKEN);
      var metrics = http.send(request(weir, "/metrics").build(), BodyHandlers.ofString()).body();

      assertThat(metrics).contains("http_requests_total").doesNotContain("0123456789abcdef");
      assertThat(log.lines()).isNotEmpty();
      var inHex = HexFormat.of().formatHex("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
      assertThat(log.lines())
          .noneMatch(line -> line.contains("0123456789abcdef") || line.contains(inHex));
    }
  }

  /// Sends the beginning of a request, waits for what comes, and resets the connection.
  private static void breakOff(WeirServer weir, String begin) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), weir.port())) {
      socket.setSoLinger(true, 0);
      socket.setSoTimeout((int) Duration.ofMillis(500).toMillis());
      var request =
          begin
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + TOKEN
              + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var unused = socket.getInputStream().read(new byte[1_000]);
    } catch (IOException e) {
      assertThat(e).isNotNull(); // nothing came, or the server was first
    }
  }

  /// All that is logged while it is open, with every parameter and stack trace.
  private static final class WholeLog extends Handler implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("dev.weir");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    WholeLog() {
      Logging.configure(true, LogFormat.TEXT);
      setLevel(Level.ALL);
      ours.setLevel(Level.ALL);
      root.addHandler(this);
    }

    List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord record) {
      var text = new StringWriter();
      text.append(record.getLevel() + " " + record.getLoggerName() + " ");
      text.append(formatter.formatMessage(record));
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(new PrintWriter(text));
      }
      lines.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      root.removeHandler(this);
      Logging.configure(false, LogFormat.TEXT);
    }
  }
}
