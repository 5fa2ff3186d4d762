package dev.weir.s2.sdk;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// S2's own server, `s2 lite`, in memory on a free port, where its program is found: by the system
/// property or environment variable `S2_CLI`, or on the `PATH`.
final class S2LiteProcess implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private final Process process;
  private final URI endpoint;

  private S2LiteProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// Where the program is, if it is anywhere.
  static Optional<Path> program() {
    var named =
        Stream.of(System.getProperty("S2_CLI", ""), System.getenv().getOrDefault("S2_CLI", ""))
            .filter(path -> !path.isEmpty())
            .map(Path::of);
    var onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(path -> !path.isEmpty())
            .map(path -> Path.of(path, "s2"));
    return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
  }

  static S2LiteProcess start(Path program) throws IOException, InterruptedException {
    int port = freePort();
    var process =
        new ProcessBuilder(program.toString(), "lite", "--port", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    var started = new S2LiteProcess(process, URI.create("http://127.0.0.1:" + port));
    started.awaitHealth();
    return started;
  }

  String endpoint() {
    return endpoint.toString();
  }

  int port() {
    return endpoint.getPort();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitHealth() throws InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var health = HttpRequest.newBuilder(endpoint.resolve("/health")).build();
      long start = System.nanoTime();
      while (!isHealthy(http, health)) {
        if (System.nanoTime() - start > LONGEST_START.toNanos() || !process.isAlive()) {
          close();
          throw new IllegalStateException("s2 lite did not start");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  private static boolean isHealthy(HttpClient http, HttpRequest health)
      throws InterruptedException {
    try {
      return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
