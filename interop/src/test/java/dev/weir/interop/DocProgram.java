package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program that a command of a page started, and that goes on.
final class DocProgram implements AutoCloseable {
  private static final long START_SECONDS = 600;
  private static final long STOP_SECONDS = 60;
  private static final long END_SECONDS = 600;

  private final String command;
  private final Process process;
  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
  private final OutputTail errors;

  private DocProgram(String command, Process process) {
    this.command = command;
    this.process = process;
    this.errors = OutputTail.follow("errors", process.errorReader(UTF_8), line -> {}, () -> {});
  }

  /// Waits until it prints a line with `sign`.
  static DocProgram await(String command, Process process, String sign) {
    var program = new DocProgram(command, process);
    var begun = new CompletableFuture<Void>();
    var unused =
        OutputTail.follow(
            "output",
            process.inputReader(UTF_8),
            line -> {
              program.printed.add(line);
              if (line.contains(sign)) {
                begun.complete(null);
              }
            },
            () -> begun.completeExceptionally(new IOException("it ended")));
    try {
      begun.get(START_SECONDS, TimeUnit.SECONDS);
      return program;
    } catch (ExecutionException | TimeoutException e) {
      program.close();
      throw new AssertionError(command + " does not print " + sign + " but:\n" + program, e);
    } catch (InterruptedException e) {
      program.close();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while it started: " + command, e);
    }
  }

  /// What it printed to its standard output.
  String printed() {
    return String.join("\n", printed);
  }

  /// Waits until it ends by itself, as it must.
  void awaitGoodEnd() {
    try {
      assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS))
          .as("%s%n%s", command, this)
          .isTrue();
      assertThat(process.exitValue()).as("%s%n%s", command, this).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while it ran: " + command, e);
    }
  }

  /// Ends it as Ctrl-C does, with what it has started: a shell or npm may stand before the program.
  @Override
  public void close() {
    var started = process.descendants().toList();
    process.destroy();
    started.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end; it printed:\n" + this);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public String toString() {
    return printed() + "\n" + errors;
  }
}
