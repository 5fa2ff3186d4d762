package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// The example application of Spring Boot, in a process with its own class path.
final class SpringApp implements AutoCloseable {
  private static final Path EXAMPLE = Path.of("..", "examples", "spring-boot", "target");
  private static final Pattern PORT = Pattern.compile("(?:Tomcat|Netty) started on port (\\d+)");
  private static final long START_SECONDS = 180;
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final OutputTail output;
  private final String endpoint;

  private SpringApp(Process process, OutputTail output, String endpoint) {
    this.process = process;
    this.output = output;
    this.endpoint = endpoint;
  }

  /// Starts one of its variants on a free port.
  static SpringApp start(String mainClass) {
    var port = new CompletableFuture<String>();
    try {
      var process = new ProcessBuilder(command(mainClass)).redirectErrorStream(true).start();
      var output =
          OutputTail.follow(
              "spring",
              process.inputReader(UTF_8),
              line ->
                  PORT.matcher(line)
                      .results()
                      .findFirst()
                      .ifPresent(match -> port.complete(match.group(1))),
              () -> port.completeExceptionally(new IOException("it ended before it served")));
      String number = await(port, process, output);
      return new SpringApp(process, output, "http://127.0.0.1:" + number + "/api/s2");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String mainClass) throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-cp",
        EXAMPLE.resolve("classes")
            + System.getProperty("path.separator")
            + Files.readString(EXAMPLE.resolve("class-path")).strip(),
        mainClass,
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--weir.refusal-delay=1s");
  }

  private static String await(CompletableFuture<String> port, Process process, OutputTail output) {
    try {
      return port.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("the application did not start; it printed:\n" + output, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the application started", e);
    }
  }

  /// The endpoint of a client that shows a token with its pushes.
  Map<String, String> endpoint(String token) {
    return Map.of("pull", endpoint, "ping", endpoint, "push", pushUrl(token));
  }

  String pushUrl(String token) {
    return endpoint + "?token=" + token;
  }

  /// Asks it to end, as an operator does, and waits for that.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the application did not stop; it printed:\n" + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
