package dev.weir.s2.lite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Rows in a RocksDB of one directory. A commit is one write batch and one synced write to its log.
///
/// Every call is native code, which holds a virtual thread's carrier: call from platform threads.
final class RocksStorage implements Storage {
  private static final long MIB = 1024 * 1024;

  private final List<AutoCloseable> owned;
  private final RocksDB db;
  private final WriteOptions synced;

  private RocksStorage(List<AutoCloseable> owned, RocksDB db, WriteOptions synced) {
    this.owned = owned;
    this.db = db;
    this.synced = synced;
  }

  /// @param beneath what the storage stands on: closed after it, also if it cannot be opened
  static RocksStorage open(Path directory, AutoCloseable beneath) throws IOException {
    var owned = new ArrayList<AutoCloseable>();
    owned.add(beneath);
    try {
      RocksDB.loadLibrary();
      var cache = own(owned, new LRUCache(64 * MIB));
      var options = own(owned, options(cache));
      var synced = own(owned, new WriteOptions().setSync(true));
      var db = own(owned, RocksDB.open(options, directory.toString()));
      return new RocksStorage(owned, db, synced);
    } catch (RocksDBException e) {
      closeAll(owned);
      throw new IOException("RocksDB could not open " + directory + ": " + e.getMessage(), e);
    } catch (Throwable e) {
      closeAll(owned);
      throw e;
    }
  }

  private static Options options(LRUCache cache) {
    // A log that ends torn is a crash; one that is damaged before its end has lost what was
    // acknowledged, and must not open as if it had not. Recycled logs cannot tell the two apart.
    return new Options()
        .setCreateIfMissing(true)
        .setRecycleLogFileNum(0)
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setWriteBufferSize(64 * MIB)
        .setMaxWriteBufferNumber(3)
        // What flushes and compactions write goes to the disk bit by bit: a sync of the log would
        // otherwise
        // wait behind all of it.
        .setBytesPerSync(MIB)
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setMaxOpenFiles(512)
        .setMaxLogFileSize(MIB)
        .setKeepLogFileNum(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setTableFormatConfig(
            new BlockBasedTableConfig().setBlockSize(16 * 1024).setBlockCache(cache));
  }

  @Override
  public void commit(Mutations mutations) throws IOException {
    try (var batch = new WriteBatch()) {
      mutations.applyTo(new BatchTarget(batch));
      db.write(synced, batch);
    } catch (RocksDBException e) {
      throw failed("write", e);
    }
  }

  @Override
  public Optional<byte[]> get(byte[] key) throws IOException {
    try {
      return Optional.ofNullable(db.get(key));
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  @Override
  public Optional<Map.Entry<byte[], byte[]>> floor(byte[] key, byte[] lowest) throws IOException {
    try (RocksIterator rows = db.newIterator()) {
      rows.seekForPrev(key);
      if (!rows.isValid()) {
        rows.status();
        return Optional.empty();
      }
      byte[] found = rows.key();
      return Arrays.compareUnsigned(found, lowest) < 0
          ? Optional.empty()
          : Optional.of(Map.entry(found, rows.value()));
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  @Override
  public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
    try (var end = new Slice(to);
        var options = new ReadOptions().setIterateUpperBound(end);
        RocksIterator rows = db.newIterator(options)) {
      for (rows.seek(from); rows.isValid(); rows.next()) {
        if (!visitor.visit(rows.key(), rows.value())) {
          return;
        }
      }
      rows.status();
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  @Override
  public List<byte[]> keys(byte[] from, byte[] to, int atMost) throws IOException {
    var keys = new ArrayList<byte[]>();
    try (var end = new Slice(to);
        var options = new ReadOptions().setIterateUpperBound(end).setFillCache(false);
        RocksIterator rows = db.newIterator(options)) {
      for (rows.seek(from); rows.isValid() && keys.size() < atMost; rows.next()) {
        keys.add(rows.key());
      }
      rows.status();
      return keys;
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  /// No call may be under way: the native objects go.
  @Override
  public void close() {
    closeAll(owned);
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

  private static IOException failed(String what, RocksDBException e) {
    return new IOException("RocksDB could not " + what + ": " + e.getMessage(), e);
  }

  private static final class BatchTarget implements Mutations.Target {
    private final WriteBatch batch;

    BatchTarget(WriteBatch batch) {
      this.batch = batch;
    }

    @Override
    public void put(byte[] key, byte[] value) throws IOException {
      try {
        batch.put(key, value);
      } catch (RocksDBException e) {
        throw failed("take a row", e);
      }
    }

    @Override
    public void delete(byte[] key) throws IOException {
      try {
        batch.delete(key);
      } catch (RocksDBException e) {
        throw failed("take a deletion", e);
      }
    }

    @Override
    public void deleteRange(byte[] from, byte[] to) throws IOException {
      try {
        batch.deleteRange(from, to);
      } catch (RocksDBException e) {
        throw failed("take a range deletion", e);
      }
    }
  }
}
