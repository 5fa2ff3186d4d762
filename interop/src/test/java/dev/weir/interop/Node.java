package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The Node of this machine with the npm project of the clients, installed.
record Node(Path project) {
  private static final int OLDEST_MAJOR = 20;
  private static final long NPM_SECONDS = 300;

  /// Why the clients cannot run here, if they cannot.
  static Optional<String> missing() {
    try {
      var process = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      var version = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (version.matches("v\\d+\\..*") && major(version) >= OLDEST_MAJOR) {
        return Optional.empty();
      }
      return Optional.of("Node " + OLDEST_MAJOR + " or newer is needed, found " + version);
    } catch (IOException e) {
      return Optional.of(
          "Node " + OLDEST_MAJOR + " or newer is needed, and there is no `node` on PATH");
    }
  }

  /// Installs what the lock file names, unless that was done before, and shows npm's progress.
  static Node install(Path project) {
    try {
      var lock = Files.readString(project.resolve("package-lock.json"));
      var installed = project.resolve("node_modules").resolve(".installed-lock.json");
      if (!Files.exists(installed) || !Files.readString(installed).equals(lock)) {
        System.out.println("Installing the LiveStore clients (npm, about 200 MB) in " + project);
        // Not `npm ci`: it wants the optional packages of every platform in the lock file. All that
        // the clients load is pinned there all the same, with checksums, and the lock file stays as
        // it is.
        npm(project, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund");
        Files.writeString(installed, lock);
      }
      return new Node(project);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs the project's own build.
  Node build() {
    try {
      npm(project, "run", "build");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> command(String script) {
    return List.of("node", project.resolve(script).toString());
  }

  /// Runs a file of tests under Node's own test runner, which reports with `reporter`.
  List<String> testCommand(String reporter, String file) {
    var report = "--test-reporter=" + project.resolve(reporter).toUri();
    return List.of("node", report, project.resolve(file).toString());
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(1, version.indexOf('.')));
  }

  private static void npm(Path project, String... words) throws IOException {
    var command = Stream.concat(Stream.of("npm"), Stream.of(words)).toList();
    var process =
        new ProcessBuilder(command)
            .directory(project.toFile())
            // Our own input is the test runner's line to us, and npm would make it non-blocking.
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    var output =
        OutputTail.follow("npm", process.inputReader(UTF_8), System.out::println, () -> {});
    try {
      if (!process.waitFor(NPM_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(command + " failed in " + project + ":\n" + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm ran", e);
    }
  }
}
