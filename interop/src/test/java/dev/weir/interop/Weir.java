package dev.weir.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The program as its users run it: `weir up`, in a process of its own, on a free port and a data
/// directory.
final class Weir implements AutoCloseable {
  private static final Pattern SYNC_URL = Pattern.compile("(https?://127\\.0\\.0\\.1:\\d+)/api/s2");
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final StartedProcess process;
  private final Warnings warnings;
  private final String base;

  private Weir(StartedProcess process, Warnings warnings) {
    this.process = process;
    this.warnings = warnings;
    this.base = process.sign().group(1);
  }

  /// Starts on a new directory, which goes when the tests end.
  static Weir onTemporaryData() {
    try {
      return start(Files.createTempDirectory("weir-interop"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts on `data` and returns once the program has printed where it serves.
  ///
  /// @param options further words for `weir up`
  static Weir start(Path data, String... options) {
    return start(command("0", onData(data, options)));
  }

  /// Starts in front of the S2 API of `s2`, and keeps no data of its own.
  ///
  /// @param options further words for `weir up`
  static Weir inFrontOf(Weir s2, String... options) {
    return inFrontOf(s2.base(), options);
  }

  /// The same for any S2, which need not be there yet.
  static Weir inFrontOf(URI s2, String... options) {
    var endpoint = Stream.of("--s2-endpoint", s2.toString());
    return start(command("0", Stream.concat(endpoint, Stream.of(options)).toList()));
  }

  /// Takes over from the Weir that serves `data` on `port`, or starts there if there is none.
  static Weir takeOver(Path data, int port) {
    return start(command(String.valueOf(port), onData(data, "--takeover")));
  }

  /// Starts on `data` and a socket that a program keeps which starts Weir again whenever it ends.
  ///
  /// @param keeper the words that start that program
  static Weir keptBy(List<String> keeper, Path data) {
    var command = new ArrayList<>(keeper);
    command.addAll(command("0", onData(data, "--inherit-socket")));
    return start(command);
  }

  private static List<String> onData(Path data, String... options) {
    return Stream.concat(Stream.of("--data", data.toString()), Stream.of(options)).toList();
  }

  private static Weir start(List<String> command) {
    var warnings = new Warnings();
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var weir =
        new Weir(StartedProcess.start("weir", builder, SYNC_URL, START, warnings::offer), warnings);
    if (!weir.base.startsWith("https:")) { // whose certificate only the test's client trusts
      try {
        weir.checkPing();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return weir;
  }

  private static List<String> command(String port, List<String> options) {
    var command = new ArrayList<>(program("up"));
    command.addAll(List.of("--port", port));
    command.addAll(options);
    return command;
  }

  /// The words that start one of the program's commands, which options may follow.
  static List<String> program(String command) {
    // From the test's class path: `mvn verify` has it in every phase, a built launcher only in
    // some.
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Xmx512m",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "dev.weir.app.Weir",
        command);
  }

  /// A client whose first ping fails never syncs, and would only find out after its whole patience.
  private void checkPing() throws IOException {
    var connection = (HttpURLConnection) URI.create(endpoint()).toURL().openConnection();
    connection.setRequestMethod("HEAD");
    var status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      process.kill();
      throw new AssertionError(
          "HEAD " + endpoint() + " answered " + status + "; weir printed:\n" + process);
    }
  }

  /// The one endpoint for everything, as it goes into `makeSyncBackend`.
  String endpoint() {
    return base + "/api/s2";
  }

  /// The same, split by purpose.
  Map<String, String> splitEndpoint() {
    return Map.of(
        "push", endpoint() + "/push", "pull", endpoint() + "/pull", "ping", endpoint() + "/ping");
  }

  /// Where everything starts: the S2 API is below, as it is on S2's own servers.
  URI base() {
    return URI.create(base);
  }

  /// What it has warned of in its log.
  Warnings warnings() {
    return warnings;
  }

  URI s2Api() {
    return URI.create(base + "/v1");
  }

  /// Waits until a successor has taken over and this process has ended.
  void awaitHandedOver() {
    if (process.awaitEnd(STOP) != 0) {
      throw new AssertionError("weir ended by itself; it printed:\n" + process);
    }
  }

  /// Ends the program that a keeper started: the keeper stays, and starts it again, which this
  /// waits for.
  ///
  /// @param forcibly as a crash would
  void endKept(boolean forcibly) {
    var kept = process.handle().children().findFirst().orElseThrow();
    var unused = forcibly ? kept.destroyForcibly() : kept.destroy();
    kept.onExit().orTimeout(STOP.toSeconds(), TimeUnit.SECONDS).join();
    try {
      checkPing(); // waits in the socket's queue
    } catch (IOException e) {
      throw new UncheckedIOException("nobody answers again", e);
    }
  }

  /// Ends the process as a power cut would: it gets no chance to finish anything.
  void kill() {
    process.kill();
  }

  /// Asks the process to end, as Ctrl-C does.
  @Override
  public void close() {
    process.close();
  }
}
