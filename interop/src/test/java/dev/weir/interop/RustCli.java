package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// S2's command line program, which is built on its Rust SDK.
///
/// @param program the file
/// @param environment what it is told besides its arguments
record RustCli(Path program, Map<String, String> environment) {
  private static final String VERSION = "0.43.4";

  /// Compiling it takes a quarter of an hour where nothing else runs.
  private static final Duration PATIENCE =
      Duration.ofMinutes(Integer.getInteger("weir.peers.minutes", 40));

  /// What a run printed.
  record Result(int status, String out, String err) {}

  /// The pinned version, from the cache or compiled from crates.io.
  static RustCli install() throws Peer.MissingException, IOException {
    var cache = Peer.cache();
    var root = cache.resolve("s2-cli-" + VERSION);
    var program = root.resolve("bin").resolve("s2");
    if (!Files.isExecutable(program)) {
      var build = cache.resolve("s2-cli-build"); // kept after a failure: the next try goes on there
      Peer.install(
          "s2-cli " + VERSION + " (crates.io)",
          PATIENCE,
          List.of(
              "cargo",
              "install",
              "--locked",
              "s2-cli",
              "--version",
              VERSION,
              "--root",
              root.toString(),
              "--target-dir",
              build.toString()));
    }
    return new RustCli(program, Map.of());
  }

  /// For one server, and without what the user's own settings say.
  RustCli at(Weir weir, Path home) {
    var endpoint = weir.base().toString();
    return with(
        Map.of(
            "HOME",
            home.toString(),
            "XDG_CONFIG_HOME",
            home.toString(),
            "NO_COLOR",
            "1",
            "S2_NO_UPDATE_CHECK",
            "1",
            "S2_ACCESS_TOKEN",
            "ignored",
            "S2_ACCOUNT_ENDPOINT",
            endpoint,
            "S2_BASIN_ENDPOINT",
            endpoint));
  }

  RustCli with(Map<String, String> further) {
    var all = new HashMap<>(environment);
    all.putAll(further);
    return new RustCli(program, Map.copyOf(all));
  }

  /// Runs it to its end; its output is small.
  ///
  /// @param input what it reads from its standard input
  Result run(String input, String... arguments) {
    try {
      var process = start(arguments);
      var allRead = new CountDownLatch(1);
      var err =
          OutputTail.follow("s2-err", process.errorReader(UTF_8), line -> {}, allRead::countDown);
      try (var stdin = process.outputWriter(UTF_8)) {
        stdin.write(input);
      } catch (IOException e) {
        // It ended without reading all; its status and what it printed tell why.
      }
      var out = new String(process.getInputStream().readAllBytes(), UTF_8);
      allRead.await();
      return new Result(process.waitFor(), out, err.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while s2 ran", e);
    }
  }

  /// Runs it to its end, which must be a good one, and returns its standard output.
  String succeed(String... arguments) {
    var result = run("", arguments);
    if (result.status() != 0) {
      throw new AssertionError("s2 " + String.join(" ", arguments) + " failed: " + result);
    }
    return result.out();
  }

  Process start(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
