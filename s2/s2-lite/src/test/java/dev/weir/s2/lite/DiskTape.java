package dev.weir.s2.lite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.FileOperationInfo;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/// What a RocksDB did to its files, and when: after each of its writes and syncs, as RocksDB itself
/// tells of them, which files there were, how much of each was written, and how much of that was
/// synced.
///
/// RocksDB only ever appends to a file, so a length is all that a moment needs to know of one. A
/// hard link keeps each from its first moment on, also when its name goes or goes to another.
final class DiskTape extends AbstractEventListener {
  /// A file at a moment: beyond `synced` a power cut may take what it likes.
  record FileState(String name, Path kept, long written, long synced) {}

  static {
    RocksDB.loadLibrary();
  }

  private final Path directory;
  private final Path keep;
  private final Map<Object, Path> links = new HashMap<>(); // by what tells files apart
  private final Map<String, Long> synced = new HashMap<>();
  private final List<List<FileState>> moments = new ArrayList<>();
  private boolean lies;

  /// @param keep an empty directory on the same file system
  DiskTape(Path directory, Path keep) throws IOException {
    super(
        EnabledEventCallback.ON_FILE_WRITE_FINISH,
        EnabledEventCallback.ON_FILE_SYNC_FINISH,
        EnabledEventCallback.SHOULD_BE_NOTIFIED_ON_FILE_IO);
    this.directory = directory;
    this.keep = keep;
    try (var names = Files.newDirectoryStream(directory)) {
      for (Path file : names) { // what the disk held before is on it
        synced.put(String.valueOf(file.getFileName()), Files.size(file));
      }
    }
  }

  /// Has the tape run, and a little data go through all that much data would go through.
  void attachTo(Options options) {
    options
        .setListeners(List.of(this))
        .setWriteBufferSize(128 * 1024)
        .setLevel0FileNumCompactionTrigger(3);
  }

  /// From now on a sync of a log is told and not done, as some disks do.
  synchronized void lie() {
    lies = true;
  }

  /// How many moments there were.
  synchronized int now() {
    return moments.size();
  }

  synchronized List<FileState> at(int moment) {
    return moments.get(moment);
  }

  @Override
  public boolean shouldBeNotifiedOnFileIO() {
    return true;
  }

  @Override
  public synchronized void onFileWriteFinish(FileOperationInfo write) {
    look();
  }

  @Override
  public synchronized void onFileSyncFinish(FileOperationInfo sync) {
    Path file = Path.of(sync.getPath());
    String name = String.valueOf(file.getFileName());
    if (lies && name.endsWith(".log")) {
      return;
    }
    try {
      // Whoever syncs a file is the only one who writes to it, and waits for this.
      synced.put(name, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    look();
  }

  /// No file that a synced manifest does without can go meanwhile: who syncs waits for the tape.
  private void look() {
    try {
      var files = new ArrayList<FileState>();
      try (var names = Files.newDirectoryStream(directory)) {
        for (Path file : names) {
          add(files, file);
        }
      }
      moments.add(List.copyOf(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(List<FileState> files, Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.startsWith("LOG") || name.equals("LOCK")) {
      return; // prose, and nothing
    }
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      long written = attributes.size();
      files.add(new FileState(name, kept(file, attributes), written, durable(name, written)));
    } catch (NoSuchFileException e) {
      // Gone since its name was read.
    }
  }

  private Path kept(Path file, BasicFileAttributes attributes) throws IOException {
    Object key = attributes.fileKey();
    Path known = links.get(key);
    if (known == null) {
      known = Files.createLink(keep.resolve("file-" + links.size()), file);
      links.put(key, known);
    }
    return known;
  }

  /// RocksDB syncs its small files before it gives them their names, and does not tell.
  private long durable(String name, long written) {
    boolean isTold = name.endsWith(".log") || name.endsWith(".sst") || name.startsWith("MANIFEST");
    return isTold ? Math.min(written, synced.getOrDefault(name, 0L)) : written;
  }
}
