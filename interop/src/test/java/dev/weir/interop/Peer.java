package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/// Programs from other languages' registries, installed into a cache once and kept: S2's Rust
/// command line program and its Python SDK. Their tests run in the profile `peers`.
final class Peer {
  private Peer() {}

  /// What cannot be had here, and why.
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }

  /// Where it is missing, the tests are skipped with a line that cannot be overlooked.
  static <T> T orSkip(String what, Callable<T> install) {
    try {
      return install.call();
    } catch (MissingException e) {
      var line = "PEERS SKIPPED: " + what + ". " + e.getMessage();
      System.out.println(line);
      throw new TestAbortedException(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// The system property `weir.peers`, or `weir` in the user's cache directory.
  static Path cache() throws IOException {
    var named =
        Optional.ofNullable(System.getProperty("weir.peers"))
            .or(() ->
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).map(dir -> dir + "/weir"))
            .orElseGet(() -> System.getProperty("user.home") + "/.cache/weir");
    return Files.createDirectories(Path.of(named));
  }

  /// Runs an installer to its end, and shows what it prints.
  ///
  /// @throws MissingException if it is not there, fails, or takes longer than `patience`
  static void install(String what, Duration patience, List<String> command)
      throws MissingException, IOException {
    System.out.println("Installing " + what + ": " + String.join(" ", command));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new MissingException("There is no `" + command.getFirst() + "`: " + e.getMessage());
    }
    process.getOutputStream().close();
    var output = OutputTail.follow(what, process.inputReader(UTF_8), line -> {}, () -> {});
    if (!endsWell(process, patience)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new MissingException(
          "`%s` failed or took longer than %d minutes; it printed at last:%n%s"
              .formatted(String.join(" ", command), patience.toMinutes(), output));
    }
  }

  private static boolean endsWell(Process process, Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
          && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
