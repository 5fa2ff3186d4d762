package dev.weir.proof.linear;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// `weir up` on a data directory, in a process of its own that can be killed and started again
/// where it was.
final class Server implements AutoCloseable {
  private static final Pattern BASE = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/api/s2");
  private static final long END_SECONDS = 30;

  private final Path data;
  private Process process;
  private int port;

  private Server(Path data, Process process, int port) {
    this.data = data;
    this.process = process;
    this.port = port;
  }

  static Server start(Path data) throws IOException {
    var process = launch(data, 0);
    return new Server(data, process, awaitPort(process));
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /// Ends the process with no chance to finish anything, and starts another on the same data and
  /// port.
  void killAndStart() throws IOException {
    process.destroyForcibly();
    awaitEnd();
    process = launch(data, port);
    port = awaitPort(process);
  }

  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
  }

  private static Process launch(Path data, int port) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-cp",
            classPath,
            "dev.weir.app.Weir",
            "up",
            "--port",
            String.valueOf(port),
            "--data",
            data.toString())
        .redirectErrorStream(true)
        .start();
  }

  /// Reads what the process prints until it serves; a thread reads the rest, so that it never
  /// waits.
  private static int awaitPort(Process process) throws IOException {
    var printed = new ArrayList<String>();
    var reader = process.inputReader(UTF_8);
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      printed.add(line);
      var match = BASE.matcher(line);
      if (match.find()) {
        Thread.ofVirtual().start(() -> reader.lines().forEach(ignored -> {}));
        return Integer.parseInt(match.group(1));
      }
    }
    throw new AssertionError("weir ended before it served; it printed " + List.copyOf(printed));
  }
}
