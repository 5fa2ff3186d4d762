package dev.weir.s2.lite;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// A directory that belongs to the store: its `FORMAT` file says so, and the lock on its `LOCK`
/// file keeps a second store out, in this process or another.
final class DataDirectory implements AutoCloseable {
  static final int VERSION = 1;

  private static final String MAGIC = "weir-s2-lite ";
  private static final String FORMAT = "FORMAT";
  private static final String FORMAT_BEING_WRITTEN = "FORMAT.new";
  private static final String LOCK = "LOCK";
  private static final String DATABASE = "db";

  /// Those open in this process. Static, because the system's locks are the process's: closing any
  /// channel on a lock file, also one that was opened only to see it taken, gives up the lock.
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Path realPath;
  private final FileChannel lockFile;

  private DataDirectory(Path directory, Path realPath, FileChannel lockFile) {
    this.directory = directory;
    this.realPath = realPath;
    this.lockFile = lockFile;
  }

  static DataDirectory open(Path directory) throws IOException {
    createDirectories(directory.toAbsolutePath());
    refuseForeign(directory);
    Path realPath = directory.toRealPath();
    if (!OPEN.add(realPath)) {
      throw inUse(directory, "this process has it open already");
    }
    DataDirectory opened;
    try {
      opened = new DataDirectory(directory, realPath, lock(directory));
    } catch (Throwable e) {
      OPEN.remove(realPath);
      throw e;
    }
    try {
      opened.checkFormat();
      Files.createDirectories(opened.database());
      syncDirectory(directory);
      return opened;
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  Path database() {
    return directory.resolve(DATABASE);
  }

  @Override
  public void close() throws IOException {
    try {
      lockFile.close();
    } finally {
      OPEN.remove(realPath);
    }
  }

  /// Each new directory becomes durable with its entry in its parent. Where it is new nobody but
  /// its owner gets into it; one that is there stays as somebody made it.
  static void createDirectories(Path directory) throws IOException {
    createDirectories(directory, ownersAlone(directory));
  }

  private static void createDirectories(Path directory, FileAttribute<?>... attributes)
      throws IOException {
    Path parent = directory.getParent();
    if (parent != null && Files.notExists(directory)) {
      createDirectories(parent, new FileAttribute<?>[0]);
      Files.createDirectories(directory, attributes);
      syncDirectory(parent);
      return;
    }
    Files.createDirectories(directory); // says what is wrong if it is no directory
  }

  /// Windows has its own rules, which a directory has from its parent.
  private static FileAttribute<?>[] ownersAlone(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /// Before anything is written: what is not ours must not change.
  private static void refuseForeign(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      boolean isOurs =
          names.contains(FORMAT) || Set.of(LOCK, FORMAT_BEING_WRITTEN).containsAll(names);
      if (!isOurs) {
        throw new DataDirectoryException(
            directory
                + " is not empty and holds no store of this program; nothing in it was changed."
                + " Name an empty or a new directory");
      }
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return file;
      }
    } catch (IOException e) {
      file.close();
      throw e;
    }
    file.close();
    throw inUse(directory, "another process has it open");
  }

  private static DataDirectoryException inUse(Path directory, String why) {
    return new DataDirectoryException(
        directory + " is in use: " + why + ". Close that store first, or name another directory");
  }

  private void checkFormat() throws IOException {
    Path format = directory.resolve(FORMAT);
    if (Files.notExists(format)) {
      create(directory);
      return;
    }
    String text = Files.readString(format, StandardCharsets.UTF_8).strip();
    int version =
        parseVersion(text)
            .orElseThrow(() ->
                new DataDirectoryException(
                    format
                        + " was not written by this program; nothing was changed."
                        + " Name another directory"));
    if (version > VERSION) {
      throw new DataDirectoryException(
          directory
              + " has format version "
              + version
              + ", and this program reads up to "
              + VERSION
              + "; nothing was changed. Use a newer version of the program");
    }
  }

  private static Optional<Integer> parseVersion(String text) {
    String digits = text.startsWith(MAGIC) ? text.substring(MAGIC.length()) : "";
    return digits.matches("[1-9][0-9]{0,8}")
        ? Optional.of(Integer.valueOf(digits))
        : Optional.empty();
  }

  /// Makes the directory a store, with what is in its database now.
  static void markAsStore(Path directory) throws IOException {
    syncDirectory(directory);
    create(directory);
  }

  private static void create(Path directory) throws IOException {
    Path format = directory.resolve(FORMAT);
    Path written = directory.resolve(FORMAT_BEING_WRITTEN);
    Files.writeString(written, MAGIC + VERSION + "\n", StandardCharsets.UTF_8);
    sync(written, StandardOpenOption.WRITE);
    Files.move(written, format, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(directory);
  }

  static void syncDirectory(Path directory) throws IOException {
    boolean canOpenDirectories = File.separatorChar == '/'; // Windows cannot, and need not
    if (canOpenDirectories) {
      sync(directory, StandardOpenOption.READ);
    }
  }

  static void sync(Path file, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(file, mode)) {
      channel.force(true);
    }
  }
}
