package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// The API proxy that LiveStore's documentation describes, on Node, in front of an S2 API.
final class OriginalProxy implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/api/s2");
  private static final long START_SECONDS = 30;

  private final Process process;
  private final String endpoint;

  private OriginalProxy(Process process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// Serves the streams of `basin` in the S2 API of `weir`.
  static OriginalProxy inFrontOf(Weir weir, String basin, Node node) {
    try {
      var builder = new ProcessBuilder(node.command(script(node).toString()));
      builder.environment().put("S2_BASE", weir.s2Api().toString());
      builder.environment().put("S2_BASIN", basin);
      var process = builder.redirectErrorStream(true).start();
      return new OriginalProxy(process, awaitUrl(process));
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

  private static String awaitUrl(Process process) {
    var url = new CompletableFuture<String>();
    var output =
        OutputTail.follow(
            "original-proxy",
            process.inputReader(UTF_8),
            line -> URL.matcher(line).results().findFirst().ifPresent(m -> url.complete(m.group())),
            () -> url.completeExceptionally(new IOException("it ended before it served")));
    try {
      return url.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("the original proxy did not start; it printed:\n" + output, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the original proxy started", e);
    }
  }

  String endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
