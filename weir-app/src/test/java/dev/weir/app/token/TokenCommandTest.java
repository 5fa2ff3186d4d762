package dev.weir.app.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.CommandRun;
import dev.weir.app.access.Guards;
import dev.weir.app.access.SyncAccess;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.ExitCode;
import dev.weir.app.server.WeirServer;
import dev.weir.s2.AccessToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  private static final String ROOT = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;

  private String file(String name, String secret) throws Exception {
    return "--token-file=" + Files.writeString(directory.resolve(name), secret);
  }

  @Test
  void token_isIssuedUsedListedAndRevoked() throws Exception {
    var root = file("root", ROOT);
    var guarded = Guards.onThisMachine().withRootToken(new AccessToken(ROOT));
    try (var weir = WeirServer.start(UpConfig.on(new S2Source.InMemory()).withGuards(guarded))) {
      int port = weir.port();
      var anonymous = CommandRun.at(port, "stores");
      assertThat(anonymous.exitCode()).isEqualTo(ExitCode.REFUSED.number());
      assertThat(anonymous.err()).contains("--token-file");
      var event = Files.writeString(directory.resolve("e"), "{\"name\":\"v1.A\",\"args\":1}");
      assertThat(CommandRun.at(port, "push", "todos", event.toString(), root).exitCode()).isZero();

      var secret = CommandRun.at(port, "token", "issue", "reader", "--read-only", root).out();
      var reader = file("reader", secret);
      assertThat(CommandRun.at(port, "events", "todos", reader).lines()).hasSize(1);
      assertThat(CommandRun.at(port, "token", "list", root).lines())
          .last()
          .asString()
          .matches("reader +\\* +\\* +read +never");
      assertThat(CommandRun.at(port, "token", "list", "--json", root).out())
          .contains("{\"id\":\"reader\",\"basins\":\"*\",\"streams\":\"*\",\"access\":\"read\"}");

      assertThat(CommandRun.at(port, "token", "revoke", "reader", root).out())
          .contains("Revoked reader.");
      assertThat(CommandRun.at(port, "events", "todos", reader).exitCode())
          .isEqualTo(ExitCode.REFUSED.number());
      assertThat(CommandRun.at(port, "token", "revoke", "reader", root).exitCode())
          .isEqualTo(ExitCode.NOT_FOUND.number());
    }
  }

  @Test
  void tokenSync_makesALineThatLetsTheTokenIn() throws Exception {
    var lines = CommandRun.of("token", "sync", "alice", "--stores=notes,acme-*").lines();
    var token = lines.get(0).replace("token: ", "");
    var tokens =
        Files.writeString(directory.resolve("tokens"), lines.get(1).replace("line:  ", ""));
    var guarded = Guards.onThisMachine().withSync(SyncAccess.byTokens(tokens));
    try (var weir = WeirServer.start(UpConfig.on(new S2Source.InMemory()).withGuards(guarded));
        var http = HttpClient.newHttpClient()) {
      var push = "{\"storeId\":\"acme-1\",\"batch\":[]}";
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + weir.port() + "/api/s2"))
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(push));
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      request.header("authorization", "Bearer " + token);
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    assertThat(CommandRun.of("token", "sync", "a b", "--stores=x").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("token").exitCode()).isEqualTo(2);
  }
}
