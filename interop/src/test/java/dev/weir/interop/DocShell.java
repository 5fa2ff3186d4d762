package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A reader's shell: it runs the commands of a page as they stand there, in a directory of its own,
/// where `./weir` and `weir` are the program. What belongs to the reader's machine, such as a port
/// that may be taken or a directory of the system, is replaced by [#with].
final class DocShell {
  private static final long COMMAND_SECONDS = 600;

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> replacements = new LinkedHashMap<>();

  private DocShell(Path directory) {
    this.directory = directory;
  }

  /// @param directory a directory of the test's own
  static DocShell in(Path directory) {
    var shell = new DocShell(directory);
    shell.installWeir();
    shell.environment.put("PATH", directory + ":" + System.getenv("PATH"));
    shell.environment.put("WEIR_PORT", "0"); // unless the command says another
    shell.environment.put("NO_COLOR", "1"); // where CI is set, Vite's lines have colours otherwise
    return shell;
  }

  private void installWeir() {
    // `program` names a command last, which here comes from the page.
    var program = Weir.program("up");
    var words =
        program.subList(0, program.size() - 1).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    var launcher = write("weir", "#!/bin/sh\nexec " + words + " \"$@\"\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  Path directory() {
    return directory;
  }

  Path write(String file, String text) {
    try {
      Files.createDirectories(directory.resolve(file).getParent());
      return Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces each `text` of commands that come.
  DocShell with(String text, String replacement) {
    replacements.put(text, replacement);
    return this;
  }

  DocShell onPath(Path programs) {
    return withVariable("PATH", environment.get("PATH") + ":" + programs);
  }

  DocShell withVariable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Has commands that say nothing else find this Weir, and takes it for the one of the page.
  void use(DocServer weir) {
    environment.put("WEIR_ENDPOINT", weir.base().toString());
    with("http://127.0.0.1:8080", weir.base().toString());
  }

  /// Runs a command to its end, which must be a good one.
  ///
  /// @return what it printed to its standard output
  String run(String command) {
    try {
      var process = builder(command).start();
      var errors = OutputTail.follow("errors", process.errorReader(UTF_8), line -> {}, () -> {});
      var unused =
          process.onExit().orTimeout(COMMAND_SECONDS, SECONDS).exceptionally(late -> kill(process));
      var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s%n%s%s", command, printed, errors).isZero();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted during " + command, e);
    }
  }

  /// What it has started may hold its output open.
  private static Process kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    return process.destroyForcibly();
  }

  /// Runs a command that serves, until it does.
  DocServer serve(String command) {
    return new DocServer(start(command, DocServer.LAST_LINE));
  }

  /// Starts a program that goes on, and waits until it prints a line with this.
  DocProgram start(String command, String sign) {
    return DocProgram.start(command, builder(command), sign);
  }

  /// What the page says, with what belongs to the reader's machine replaced.
  String replaced(String text) {
    var replaced = text;
    for (var replacement : replacements.entrySet()) {
      replaced = replaced.replace(replacement.getKey(), replacement.getValue());
    }
    return replaced;
  }

  private ProcessBuilder builder(String command) {
    var builder = new ProcessBuilder(List.of("bash", "-c", replaced(command.strip())));
    builder.directory(directory.toFile());
    builder.environment().putAll(environment);
    return builder.redirectInput(Path.of("/dev/null").toFile());
  }

  static int freePort() {
    return freePort(0);
  }

  /// One that is not `taken`, which nobody has yet.
  static int freePort(int taken) {
    var loopback = InetAddress.getLoopbackAddress();
    try (var first = new ServerSocket(0, 1, loopback);
        var second = new ServerSocket(0, 1, loopback)) {
      return first.getLocalPort() == taken ? second.getLocalPort() : first.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
