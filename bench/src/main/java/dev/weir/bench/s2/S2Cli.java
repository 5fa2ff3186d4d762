package dev.weir.bench.s2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// S2's own command line program, which is client, load generator and server in one.
///
/// @param program the file
/// @param home an empty directory, so that no settings of the user's take part
record S2Cli(Path program, Path home) {
  private static final long PATIENCE_SECONDS = 900;

  /// The program that was named, or `$S2_CLI`, or `s2` on the PATH.
  static Optional<Path> find(Optional<Path> named) {
    var onPath =
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
            .map(directory -> Path.of(directory, "s2"));
    var fromEnvironment = Stream.ofNullable(System.getenv("S2_CLI")).map(Path::of);
    return named
        .map(Stream::of)
        .orElseGet(() -> Stream.concat(fromEnvironment, onPath))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Such as `s2 0.43.4`.
  String version() throws IOException, InterruptedException {
    return run(URI.create("http://127.0.0.1"), "--version").replaceAll("(?s) \\(.*", "").strip();
  }

  /// Starts the program, which is to run on.
  ///
  /// @param log where its output goes
  Process start(Path log, String... arguments) throws IOException {
    var builder = new ProcessBuilder(command(arguments));
    builder.environment().put("RUST_LOG", "warn"); // a line a request costs time
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /// Runs the program against a server, and returns what it printed.
  ///
  /// @throws IOException if it fails
  String run(URI endpoint, String... arguments) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("HOME", home.toString());
    environment.put("XDG_CONFIG_HOME", home.toString());
    environment.put("NO_COLOR", "1");
    environment.put("S2_NO_UPDATE_CHECK", "1");
    environment.put("S2_ACCESS_TOKEN", "ignored");
    environment.put("S2_ACCOUNT_ENDPOINT", endpoint.toString());
    environment.put("S2_BASIN_ENDPOINT", endpoint.toString());
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          "s2 %s failed at %s:%n%s".formatted(String.join(" ", arguments), endpoint, output));
    }
    return output;
  }

  private List<String> command(String... arguments) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
