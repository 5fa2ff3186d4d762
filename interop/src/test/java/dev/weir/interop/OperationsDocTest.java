package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The commands of the page for operators, with what it says about them. What is served from one
/// directory of the system is served from one of the test's here.
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OperationsDocTest {
  private static final Path KEEPER =
      Path.of("../weir-app/src/test/resources/keeper.py").toAbsolutePath();
  private static final String PUSH =
      "{\"storeId\":\"todos\",\"batch\":[{\"name\":\"n\",\"args\":{},\"seqNum\":1,"
          + "\"parentSeqNum\":0,\"clientId\":\"c\",\"sessionId\":\"s\"}]}";

  private final DocPage page = DocPage.open("docs/operations.md");

  @TempDir Path directory;
  private DocShell shell;

  @SuppressWarnings("NullAway.Init") // before each test
  OperationsDocTest() {}

  @BeforeEach
  void replaceWhatIsTheReaders() {
    shell =
        DocShell.in(directory)
            .with("/var/lib/weir", directory + "/var-lib-weir")
            .with("/mnt/backups", directory + "/mnt-backups")
            .with("/opt/weir/bin/weir", "./weir");
  }

  @Test
  void commandsAndFilesOfThePage_doWhatItSays() throws Exception {
    everyStart_serves(page.take("sh").commands(), page.take("yaml").text());
    socketUnit_keepsTheSocket(page.take("ini").text(), page.take("ini").text());
    traces_goWhereTheVariablesSay(page.take("sh").commands());
    backup_isTakenAndRestored(page.take("sh").commands());
    page.assertNoneIsLeft();
  }

  private void everyStart_serves(List<String> starts, String probes) {
    assertThat(starts).hasSize(5);
    try (var s2 = shell.serve(starts.getFirst())) {
      s2.assertServes();
      assertAnswered(s2, probes);
      shell
          .with("--port 9000", "--port " + DocShell.freePort())
          .with("http://127.0.0.1:9000", s2.base().toString())
          .with("--s2-endpoint cloud", "--s2-endpoint " + s2.base()); // no account here
      for (var start : starts.subList(1, starts.size())) {
        try (var weir = shell.serve(start)) {
          weir.assertServes();
          assertThat(weir.post("/api/s2", PUSH).statusCode()).as(start).isEqualTo(200);
        }
      }
      assertThat(s2.get("/v1/basins").body()).contains("my-livestore-basin");
    }
  }

  private static void assertAnswered(DocServer weir, String yaml) {
    var paths = Pattern.compile("path: (\\S+),").matcher(yaml).results().map(m -> m.group(1));
    assertThat(paths.toList())
        .hasSize(3)
        .allSatisfy(path -> assertThat(weir.get(path).statusCode()).isEqualTo(200));
  }

  /// A program that does what systemd does with these units.
  private void socketUnit_keepsTheSocket(String socket, String service) {
    assertThat(socket).startsWith("# /etc/systemd/system/weir.socket\n");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 keeps the socket");
    MatchResult start =
        Pattern.compile("ExecStart=(.+)\n").matcher(service).results().findFirst().orElseThrow();
    int port = DocShell.freePort();
    var keeper = "exec env -u WEIR_PORT python3 '%s' %d ".formatted(KEEPER, port);
    try (var weir = shell.serve(keeper + start.group(1))) {
      assertThat(weir.base().getPort()).isEqualTo(port);
      weir.assertServes();
    }
  }

  private void traces_goWhereTheVariablesSay(List<String> starts) throws Exception {
    var exported = new CompletableFuture<String>();
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var collector = HttpServer.create(loopback, 0);
    collector.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exported.complete(exchange.getRequestURI().getPath());
          }
        });
    collector.start();
    assertThat(starts).hasSize(1);
    shell
        .with("localhost:4318", "127.0.0.1:" + collector.getAddress().getPort())
        .withVariable("OTEL_BSP_SCHEDULE_DELAY", "100");
    try (var weir = shell.serve(starts.getFirst())) {
      var sampled =
          HttpRequest.newBuilder(URI.create(weir.endpoint()))
              .header("content-type", "application/json")
              .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
              .POST(BodyPublishers.ofString(PUSH.replace("todos", "traced")));
      assertThat(weir.send(sampled).statusCode()).isEqualTo(200);
      assertThat(exported.get(60, TimeUnit.SECONDS)).isEqualTo("/v1/traces");
    } finally {
      collector.stop(0);
    }
  }

  private void backup_isTakenAndRestored(List<String> commands) throws IOException {
    assertThat(commands).hasSize(3);
    try (var weir = shell.serve("./weir up --data /var/lib/weir/data")) {
      assertThat(weir.post("/api/s2", PUSH).statusCode()).isEqualTo(200);
      Files.createDirectories(directory.resolve("mnt-backups"));
      shell.run(commands.get(0));
    }
    shell.run(commands.get(1));
    try (var weir = shell.serve(commands.get(2))) {
      shell.use(weir);
      assertThat(shell.run("weir events todos --json")).contains("\"seqNum\":1");
    }
  }
}
