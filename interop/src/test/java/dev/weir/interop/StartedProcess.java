package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A program that goes on, in a process of its own.
final class StartedProcess implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final CompletableFuture<MatchResult> begun = new CompletableFuture<>();
  private final OutputTail output;
  private final OutputTail errors;

  private StartedProcess(String name, Process process, Pattern sign, Consumer<String> onLine) {
    this.name = name;
    this.process = process;
    this.output =
        OutputTail.follow(
            name,
            process.inputReader(UTF_8),
            line -> {
              onLine.accept(line);
              sign.matcher(line).results().findFirst().ifPresent(begun::complete);
            },
            () -> begun.completeExceptionally(new IOException("it ended")));
    this.errors =
        OutputTail.follow(name + "-errors", process.errorReader(UTF_8), line -> {}, () -> {});
  }

  /// Starts it, and waits until it prints a line with `sign`.
  static StartedProcess start(
      String name, ProcessBuilder command, Pattern sign, Duration patience) {
    return start(name, command, sign, patience, line -> {});
  }

  /// The same, where `onLine` sees every line of its standard output.
  static StartedProcess start(
      String name,
      ProcessBuilder command,
      Pattern sign,
      Duration patience,
      Consumer<String> onLine) {
    try {
      var started = new StartedProcess(name, command.start(), sign, onLine);
      started.awaitBegun(patience);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitBegun(Duration patience) {
    try {
      begun.get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new AssertionError(name + " did not start; it printed:\n" + this, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while it started: " + name, e);
    }
  }

  /// What the sign was.
  MatchResult sign() {
    return begun.join();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /// Waits until it has ended.
  ///
  /// @return its exit code
  int awaitEnd(Duration patience) {
    try {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " does not end; it printed:\n" + this);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted until it ended: " + name, e);
    }
  }

  /// Ends it as a power cut would: it gets no chance to finish anything.
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd(STOP);
  }

  /// Asks it to end, as Ctrl-C does, and waits for that.
  @Override
  public void close() {
    end(List.of());
  }

  /// The same, with what it has started: a shell or npm may stand before the program.
  void closeWithDescendants() {
    end(process.descendants().toList());
  }

  private void end(List<ProcessHandle> started) {
    process.destroy();
    started.forEach(ProcessHandle::destroy);
    try {
      awaitEnd(STOP);
    } finally {
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public String toString() {
    return output + "\n" + errors;
  }
}
