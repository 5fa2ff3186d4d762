package dev.weir.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The example application of Spring Boot, in a process with its own class path.
final class SpringApp implements AutoCloseable {
  private static final Path EXAMPLE = Path.of("..", "examples", "spring-boot", "target");
  private static final Pattern PORT = Pattern.compile("(?:Tomcat|Netty) started on port (\\d+)");
  private static final Duration START = Duration.ofMinutes(3);

  private final StartedProcess process;
  private final String endpoint;

  private SpringApp(StartedProcess process) {
    this.process = process;
    this.endpoint = "http://127.0.0.1:" + process.sign().group(1) + "/api/s2";
  }

  /// Starts one of its variants on a free port.
  static SpringApp start(String mainClass) {
    try {
      var builder = new ProcessBuilder(command(mainClass)).redirectErrorStream(true);
      return new SpringApp(StartedProcess.start("the application", builder, PORT, START));
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
    process.close();
  }
}
