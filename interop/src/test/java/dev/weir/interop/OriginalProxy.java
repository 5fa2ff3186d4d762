package dev.weir.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.regex.Pattern;

/// The API proxy that LiveStore's documentation describes, on Node, in front of an S2 API.
final class OriginalProxy implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/api/s2");
  private static final Duration START = Duration.ofSeconds(60);

  private final StartedProcess process;

  private OriginalProxy(StartedProcess process) {
    this.process = process;
  }

  /// Serves the streams of `basin` in the S2 API of `weir`.
  static OriginalProxy inFrontOf(Weir weir, String basin, Node node) {
    try {
      var builder = new ProcessBuilder(node.command(script(node).toString()));
      builder.environment().put("S2_BASE", weir.s2Api().toString());
      builder.environment().put("S2_BASIN", basin);
      builder.redirectErrorStream(true);
      return new OriginalProxy(StartedProcess.start("original-proxy", builder, URL, START));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Node looks for packages above the script, so that it must lie in the project which has them.
  private static Path script(Node node) throws IOException {
    var script = Path.of("..", "bench", "original-proxy", "server.mjs");
    var copy = node.project().resolve("node_modules").resolve("original-proxy.mjs");
    return Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  String endpoint() {
    return process.sign().group();
  }

  @Override
  public void close() {
    process.kill();
  }
}
