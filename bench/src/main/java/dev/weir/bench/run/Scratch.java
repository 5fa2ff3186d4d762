package dev.weir.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A directory for what servers store while they are measured. It lies on the disk of the checkout:
/// a temporary directory may be memory, which has no fsync to wait for.
///
/// It is gone at the end, and so are the processes that were started, also where this one is told
/// to end before.
public final class Scratch implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Path directory;

  private Scratch(Path directory) {
    this.directory = directory;
  }

  /// Makes one.
  ///
  /// @param root the checkout
  public static Scratch in(Path root) throws IOException {
    var target = Files.createDirectories(root.resolve("bench/target"));
    var scratch = new Scratch(Files.createTempDirectory(target, "data"));
    Runtime.getRuntime().addShutdownHook(new Thread(scratch::endAll, "bench-end"));
    return scratch;
  }

  public Path directory() {
    return directory;
  }

  private void endAll() {
    endChildren();
    try {
      close();
    } catch (IOException | UncheckedIOException e) {
      System.err.println("could not delete all of " + directory + ": " + e);
    }
  }

  /// Ends every process that this one started, and theirs, and those that are started meanwhile.
  public static void endChildren() {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    var children = ProcessHandle.current().descendants().toList();
    while (!children.isEmpty()) {
      children.forEach(ProcessHandle::destroy);
      for (var child : children) {
        var left = Math.max(0, deadline - System.nanoTime());
        var ended = child.onExit().thenApply(unused -> true);
        if (!ended.completeOnTimeout(false, left, TimeUnit.NANOSECONDS).join()) {
          child.destroyForcibly();
        }
      }
      children = ProcessHandle.current().descendants().toList();
    }
  }

  /// Deletes it; what was deleted before, or meanwhile, is no failure.
  @Override
  public void close() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> files;
    try (var paths = Files.walk(directory)) {
      files = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }
}
