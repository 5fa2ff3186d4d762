package dev.weir.livestore.replica;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// That no other process, and nobody else in this one, opens a replica's file. The system takes it
/// back when the process ends, however it ends.
final class FileLock implements AutoCloseable {
  private final FileChannel channel;

  private FileLock(FileChannel channel) {
    this.channel = channel;
  }

  static FileLock of(Path file) {
    Path path = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new ReplicaInUseException(
            "the replica "
                + file
                + " is open already: "
                + path
                + " is locked by this or another process. Close it there, or use another file");
      }
      return new FileLock(channel);
    } catch (IOException e) {
      throw new ReplicaStorageException("cannot lock " + path + ": " + e, false, e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ReplicaStorageException("cannot unlock: " + e, false, e);
    }
  }
}
