package dev.weir.s2.lite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A copy of a store in a directory: the database in `db/`, and beside it the [BackupManifest],
/// which is written last. A directory without it is no backup, whatever interrupted its making; and
/// a directory that is being restored into has no `FORMAT` before all is there, so that it is no
/// store.
final class Backup {
  private static final String DATABASE = "db";

  private Backup() {}

  /// Has a consistent state of the database put into a directory that does not exist yet.
  interface Checkpoint {
    void into(Path directory);
  }

  static void make(Path target, Checkpoint checkpoint) {
    try {
      createEmpty(target, "the backup");
      Path database = target.resolve(DATABASE);
      try {
        checkpoint.into(database);
        BackupManifest.of(database).write(target);
      } catch (Throwable e) {
        removeAll(database);
        throw e;
      }
    } catch (IOException e) {
      throw new BackupException(
          "the backup into " + target + " failed, and what was there of it was removed: " + e, e);
    }
  }

  static void restore(Path backup, Path dataDirectory) {
    try {
      BackupManifest manifest = BackupManifest.read(backup);
      createEmpty(dataDirectory, "the restored store");
      Path database = dataDirectory.resolve(DATABASE);
      try {
        Files.createDirectory(database);
        manifest.copy(backup.resolve(DATABASE), database);
        DataDirectory.markAsStore(dataDirectory);
      } catch (Throwable e) {
        removeAll(database);
        throw e;
      }
    } catch (IOException e) {
      throw new BackupException(
          backup + " could not be restored into " + dataDirectory + ", which is left empty: " + e,
          e);
    }
  }

  private static void createEmpty(Path directory, String what) throws IOException {
    DataDirectory.createDirectories(directory.toAbsolutePath());
    try (var files = Files.newDirectoryStream(directory)) {
      if (files.iterator().hasNext()) {
        throw new BackupException(
            directory
                + " is not empty, and nothing in it was changed. Name an empty or a new directory"
                + " for "
                + what);
      }
    }
  }

  private static void removeAll(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.toList();
    }
    for (Path each : all.reversed()) {
      Files.delete(each);
    }
  }
}
