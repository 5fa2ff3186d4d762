package dev.weir.bench.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// A server that is measured, in a process of its own. It prints its endpoint, a URL that ends in
/// `/api/s2`.
public final class ServerProcess implements AutoCloseable {
  private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/api/s2");
  private static final long START_SECONDS = 60;

  /// The environment of a Weir that keeps all in memory: streams may take half of its heap, and a
  /// fast load fills half of the usual one within seconds.
  private static final Map<String, String> LARGE_HEAP = Map.of("WEIR_JAVA_OPTS", "-Xmx4g");

  private final Process process;
  private final URI endpoint;

  private ServerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// Starts the program of a checkout on a free port.
  ///
  /// @param storage where it is to keep its streams, such as `--data DIR`; with `--memory` it gets
  ///   a large heap
  public static ServerProcess weir(Path root, String... storage)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(root.resolve("weir").toString(), "up", "--port", "0"));
    command.addAll(List.of(storage));
    var inMemory = command.contains("--memory");
    return start(root, inMemory ? LARGE_HEAP : Map.of(), command);
  }

  /// Starts and returns once the server has printed its endpoint.
  ///
  /// @throws IOException if it ends or says nothing for a minute
  public static ServerProcess start(
      Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    var process = builder.start();
    var endpoint = new CompletableFuture<URI>();
    var reader = process.inputReader(UTF_8);
    Thread.ofPlatform().daemon().name("bench-output").start(() -> readOutput(reader, endpoint));
    try {
      return new ServerProcess(process, endpoint.get(START_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(command + " did not start serving", e);
    }
  }

  /// Takes over a server that somebody else started, to end it.
  public static ServerProcess adopt(Process process, URI endpoint) {
    return new ServerProcess(process, endpoint);
  }

  private static void readOutput(BufferedReader reader, CompletableFuture<URI> endpoint) {
    try (reader) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var match = ENDPOINT.matcher(line);
        if (match.find()) {
          endpoint.complete(URI.create(match.group()));
        }
      }
    } catch (IOException e) {
      endpoint.completeExceptionally(e);
    }
    endpoint.completeExceptionally(new IOException("it ended"));
  }

  /// Where it serves.
  public URI endpoint() {
    return endpoint;
  }

  public long pid() {
    return process.pid();
  }

  /// The memory that the process holds in RAM, in MiB.
  public double residentMib() throws IOException {
    return memoryMib("VmRSS:");
  }

  /// The most that it ever held in RAM, in MiB.
  public double peakMib() throws IOException {
    return memoryMib("VmHWM:");
  }

  private double memoryMib(String what) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
      if (line.startsWith(what)) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("no " + what + " for process " + process.pid());
  }

  /// Processor time that the process has taken.
  public double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1_000.0;
  }

  /// Files, sockets among them, that the process has open.
  public long openFiles() throws IOException {
    try (var files = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return files.count();
    }
  }

  /// Threads of the system that the process has.
  public long threads() throws IOException {
    try (var threads = Files.list(Path.of("/proc", "" + process.pid(), "task"))) {
      return threads.count();
    }
  }

  /// What lives on the heap of a Java server, in MiB, after a full collection. What was garbage has
  /// been given back to the system as well, as far as the collector does that.
  public double liveHeapMib() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var histogram =
        new ProcessBuilder(jcmd, "" + process.pid(), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    var output = new String(histogram.getInputStream().readAllBytes(), UTF_8);
    var total = Pattern.compile("(?m)^Total +\\d+ +(\\d+)").matcher(output);
    if (histogram.waitFor() != 0 || !total.find()) {
      throw new IOException(
          "jcmd did not tell the heap of process " + process.pid() + ": " + output);
    }
    return Long.parseLong(total.group(1)) / (1024.0 * 1024.0);
  }

  /// Lets the server be for a while.
  public void idle(long seconds) throws IOException, InterruptedException {
    if (process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IOException("the server ended by itself");
    }
  }

  /// Asks the server to end, and makes it end where it does not.
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
