package dev.weir.app;

import dev.weir.s2.BasinName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// Drives a throw-away Weir the way its users do, and fails at the first wrong answer.
final class Selftest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client;
  private final URI base;

  private Selftest(HttpClient client, URI base) {
    this.client = client;
    this.base = base;
  }

  /// Runs against the embedded store in memory, then on disk in a temporary directory.
  ///
  /// @throws WeirException if an answer is not the expected one
  static void run() throws IOException, InterruptedException {
    var dataDir = Files.createTempDirectory("weir-selftest");
    try {
      for (var source : List.of(new S2Source.InMemory(), new S2Source.OnDisk(dataDir))) {
        runOn(source);
      }
    } finally {
      delete(dataDir);
    }
  }

  private static void runOn(S2Source source) throws IOException, InterruptedException {
    var config =
        new UpConfig(
            InetAddress.getLoopbackAddress(), 0, false, new BasinName("livestore"), source);
    try (var server = WeirServer.start(config);
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var banner = new Banner(server);
      banner.print(new PrintWriter(Writer.nullWriter()));
      new Selftest(client, banner.base()).health();
    }
  }

  private void health() throws IOException, InterruptedException {
    expect(200, HttpRequest.newBuilder(base.resolve("/health")).GET());
  }

  private String expect(int status, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var sent = request.timeout(PATIENCE).build();
    var answer = client.send(sent, BodyHandlers.ofString());
    if (answer.statusCode() != status) {
      throw new WeirException(
          "%s %s was answered %d, expected %d: %s"
              .formatted(sent.method(), sent.uri(), answer.statusCode(), status, answer.body()));
    }
    return answer.body();
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
