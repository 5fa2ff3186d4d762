package dev.weir.s2.lite;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Rows in a RocksDB of one directory. A commit is one write batch and one synced write to its log.
///
/// Every call is native code, which holds a virtual thread's carrier: call from platform threads.
///
/// To open it anew the native objects go while the calls on them wait: hence the lock.
final class RocksStorage implements Storage {
  private static final Logger LOG = System.getLogger(RocksStorage.class.getName());
  private static final long MIB = 1024 * 1024;

  private static final long READ_AHEAD = MIB;

  /// What an open writes at most besides the logs that it turns into tables.
  private static final long ROOM_TO_OPEN = 4 * MIB;

  private final Path directory;
  private final FileStore fileStore; // kept, for to find it reads the system's list of mounts
  private final List<AutoCloseable> owned;
  private final Options options;
  private final WriteOptions synced;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean damaged;
  private @Nullable RocksDB db; // null while it cannot even be read

  private RocksStorage(
      Path directory,
      FileStore fileStore,
      List<AutoCloseable> owned,
      Options options,
      WriteOptions synced,
      RocksDB db) {
    this.directory = directory;
    this.fileStore = fileStore;
    this.owned = owned;
    this.options = options;
    this.synced = synced;
    this.db = db;
  }

  /// @param beneath what the storage stands on: closed after it, also if it cannot be opened
  static RocksStorage open(Path directory, AutoCloseable beneath) throws IOException {
    return open(directory, beneath, options -> {});
  }

  /// @param change what to have otherwise than here, such as who is told of reads and writes
  static RocksStorage open(Path directory, AutoCloseable beneath, Consumer<Options> change)
      throws IOException {
    var owned = new ArrayList<AutoCloseable>();
    owned.add(beneath);
    try {
      RocksDB.loadLibrary();
      Files.createDirectories(directory);
      var fileStore = Files.getFileStore(directory);
      var cache = own(owned, RocksOptions.cache());
      var filter = own(owned, RocksOptions.filter());
      var options = own(owned, RocksOptions.of(cache, filter));
      change.accept(options);
      var synced = own(owned, new WriteOptions().setSync(true));
      var db = openDatabase(options, directory);
      return new RocksStorage(directory, fileStore, owned, options, synced, db);
    } catch (RocksDBException e) {
      closeAll(owned);
      throw new IOException(
          "RocksDB could not open " + directory + ": " + e.getMessage() + damage(directory, e), e);
    } catch (Throwable e) {
      closeAll(owned);
      throw e;
    }
  }

  private static RocksDB openDatabase(Options options, Path directory)
      throws IOException, RocksDBException {
    try {
      return RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      if (isCorruption(e) && TornWrite.cutOff(directory)) {
        return RocksDB.open(options, directory.toString());
      }
      throw e;
    }
  }

  /// What is done with the open database.
  private interface Use<T> {
    T of(RocksDB db) throws IOException, RocksDBException;
  }

  private <T> T use(String what, Use<T> use) throws IOException {
    lock.readLock().lock();
    try {
      if (db == null) {
        throw new IOException("RocksDB could not be opened anew after a failed write");
      }
      return use.of(db);
    } catch (RocksDBException e) {
      throw failed(what, e);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void commit(Mutations mutations) throws IOException {
    use(
        "write",
        rocks -> {
          try (var batch = new WriteBatch()) {
            mutations.applyTo(new BatchTarget(batch));
            rocks.write(synced, batch);
            return true;
          } catch (RocksDBException e) {
            damaged |= isCorruption(e);
            throw e;
          }
        });
  }

  /// Reading the log turns it into tables, which are synced: so what comes back is durable, whether
  /// or not a sync of the log that failed has dropped it from the system's memory.
  @Override
  public void reopen() throws IOException {
    requireRoomToOpen(); // else what is open now, and can be read, would be closed for nothing
    lock.writeLock().lock();
    try {
      closeDatabase();
      if (damaged) {
        // A compaction that meets a damaged table stops all writing, and would again and again.
        LOG.log(
            Level.ERROR,
            "a table of "
                + directory
                + " is damaged, as the failed write says. What is whole is read and written on, but"
                + " no more room is given back. Restore a backup soon");
        options.setDisableAutoCompactions(true);
      }
      db = openDatabase(options, directory);
    } catch (RocksDBException e) {
      db = openToRead();
      throw failed("open " + directory + " anew", e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private @Nullable RocksDB openToRead() {
    try {
      return RocksDB.openReadOnly(options, directory.toString());
    } catch (RocksDBException e) {
      LOG.log(Level.WARNING, "the store cannot be read either: " + e.getMessage());
      return null;
    }
  }

  private void requireRoomToOpen() throws IOException {
    long needed = ROOM_TO_OPEN;
    try (var files = Files.newDirectoryStream(directory, "*.log")) {
      for (Path log : files) {
        needed += Files.size(log);
      }
    }
    long usable = usableBytes();
    if (usable < needed) {
      throw new IOException(
          directory
              + " has "
              + usable / MIB
              + " MiB left, and "
              + needed / MIB
              + " MiB are needed to open it anew");
    }
  }

  /// The tables become hard links where that is possible, for they never change.
  @Override
  public void checkpoint(Path target) throws IOException {
    use(
        "make a checkpoint",
        rocks -> {
          try (Checkpoint checkpoint = Checkpoint.create(rocks)) {
            checkpoint.createCheckpoint(target.toString());
            return true;
          }
        });
  }

  @Override
  public long usableBytes() {
    try {
      return fileStore.getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // unknown: writing itself will tell
    }
  }

  private void closeDatabase() {
    if (db != null) {
      db.close();
      db = null;
    }
  }

  /// RocksDB names the damaged table or manifest, but not the log.
  private static String damage(Path directory, RocksDBException e) {
    String message = String.valueOf(e.getMessage());
    boolean isOfLogs = isCorruption(e) && !message.contains(directory.toString());
    return isOfLogs ? LogDamage.find(directory).map(where -> "; " + where).orElse("") : "";
  }

  private static boolean isCorruption(RocksDBException e) {
    Status status = e.getStatus();
    return status != null && status.getCode() == Status.Code.Corruption;
  }

  @Override
  public Optional<byte[]> get(byte[] key) throws IOException {
    return use("read", rocks -> Optional.ofNullable(rocks.get(key)));
  }

  @Override
  public Optional<Map.Entry<byte[], byte[]>> floor(byte[] key, byte[] lowest) throws IOException {
    return use(
        "read",
        rocks -> {
          try (RocksIterator rows = rocks.newIterator()) {
            rows.seekForPrev(key);
            if (!rows.isValid()) {
              rows.status();
              return Optional.empty();
            }
            byte[] found = rows.key();
            return Arrays.compareUnsigned(found, lowest) < 0
                ? Optional.empty()
                : Optional.of(Map.entry(found, rows.value()));
          }
        });
  }

  @Override
  public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
    use(
        "read",
        rocks -> {
          try (var end = new Slice(to);
              var bounded = new ReadOptions().setIterateUpperBound(end);
              RocksIterator rows = rocks.newIterator(bounded)) {
            rows.seek(from);
            return walk(rows, visitor);
          }
        });
  }

  @Override
  public void scanFrom(byte[] at, byte[] lowest, byte[] to, boolean ahead, Visitor visitor)
      throws IOException {
    use(
        "read",
        rocks -> {
          try (var end = new Slice(to);
              var bounded = new ReadOptions().setIterateUpperBound(end)) {
            if (ahead) {
              bounded.setReadaheadSize(READ_AHEAD).setFillCache(false);
            }
            try (RocksIterator rows = rocks.newIterator(bounded)) {
              seek(rows, at, lowest);
              return walk(rows, visitor);
            }
          }
        });
  }

  /// To the row that `at` lies in. Most often a row begins just there, and nothing has to turn
  /// round.
  private static void seek(RocksIterator rows, byte[] at, byte[] lowest) throws RocksDBException {
    rows.seek(at);
    if (rows.isValid() && Arrays.equals(rows.key(), at)) {
      return;
    }
    rows.status();
    rows.seekForPrev(at);
    if (!rows.isValid() || Arrays.compareUnsigned(rows.key(), lowest) < 0) {
      rows.status();
      rows.seek(at);
    }
  }

  private static boolean walk(RocksIterator rows, Visitor visitor)
      throws IOException, RocksDBException {
    while (rows.isValid() && visitor.visit(rows.key(), rows.value())) {
      rows.next();
    }
    rows.status();
    return true;
  }

  /// Drops the tables that hold nothing else; without it they would stay until a compaction comes
  /// by, which on a full disk never happens.
  @Override
  public void reclaim(byte[] from, byte[] to) throws IOException {
    use(
        "give back room",
        rocks -> {
          rocks.deleteFilesInRanges(rocks.getDefaultColumnFamily(), List.of(from, to), false);
          return true;
        });
  }

  @Override
  public List<byte[]> keys(byte[] from, byte[] to, int atMost) throws IOException {
    return use(
        "read",
        rocks -> {
          var keys = new ArrayList<byte[]>();
          try (var end = new Slice(to);
              var bounded = new ReadOptions().setIterateUpperBound(end).setFillCache(false);
              RocksIterator rows = rocks.newIterator(bounded)) {
            for (rows.seek(from); rows.isValid() && keys.size() < atMost; rows.next()) {
              keys.add(rows.key());
            }
            rows.status();
            return keys;
          }
        });
  }

  /// No call may be under way: the native objects go.
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closeDatabase();
    } finally {
      lock.writeLock().unlock();
      closeAll(owned);
    }
  }

  /// Closes all, the last first, and goes on where one fails.
  static void closeAll(List<AutoCloseable> owned) {
    var failures = new ArrayList<Throwable>();
    for (AutoCloseable each : owned.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        failures.add(e); // the others, the directory's lock among them, must go all the same
      }
    }
    owned.clear();
    if (!failures.isEmpty()) {
      var failure = new IllegalStateException("the storage could not be closed cleanly");
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
  }

  private static <T extends AutoCloseable> T own(List<AutoCloseable> owned, T object) {
    owned.add(object);
    return object;
  }

  static IOException failed(String what, RocksDBException e) {
    return new IOException("RocksDB could not " + what + ": " + e.getMessage(), e);
  }
}
