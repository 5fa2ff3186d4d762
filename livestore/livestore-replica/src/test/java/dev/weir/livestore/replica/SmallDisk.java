package dev.weir.livestore.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A real file system of a few MiB, in memory, that can be filled. Mounting takes root.
final class SmallDisk {
  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /// Empty, and a line that says so, where this process may not mount.
  static Optional<SmallDisk> mount(Path directory, int mib) throws Exception {
    Files.createDirectories(directory);
    if (!run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", directory.toString())) {
      System.out.println("FULL DISK TEST SKIPPED: mounting a small file system takes root");
      return Optional.empty();
    }
    return Optional.of(new SmallDisk(directory));
  }

  Path directory() {
    return directory;
  }

  /// Takes room that [#removeBallast()] gives back.
  void putBallast(int mib) throws IOException {
    Files.write(directory.resolve("ballast"), new byte[mib * 1024 * 1024]);
  }

  void removeBallast() throws IOException {
    Files.delete(directory.resolve("ballast"));
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  void unmount() throws Exception {
    if (!run("umount", directory.toString())) {
      throw new IOException(directory + " could not be unmounted");
    }
  }
}
