package dev.weir.s2.lite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Rows on the heap, gone with the process. A lock and not a concurrent map, because a commit must
/// be seen whole or not at all.
///
/// They may take half of the heap, and a further eighth for what was under way when that was full:
/// the rest of the process needs the others.
final class MemoryStorage implements Storage {
  /// Of a row, besides what it holds: two arrays and an entry of the map.
  private static final int ROW_OVERHEAD = 96;

  /// A collector by regions gives an array of more than half a region whole ones, and the regions
  /// of a heap of up to 2 GiB have a MiB.
  private static final int REGION = 1 << 20;

  private final long mostBytes;
  private final long reserveBytes;
  private long heldBytes;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean torn;
  private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

  MemoryStorage() {
    this(Runtime.getRuntime().maxMemory());
  }

  /// As in a heap of so many bytes.
  MemoryStorage(long heapBytes) {
    reserveBytes = heapBytes / 8;
    mostBytes = heapBytes / 2 + reserveBytes;
  }

  @Override
  public void commit(Mutations mutations) throws IOException {
    lock.writeLock().lock();
    try {
      torn = true;
      mutations.applyTo(new Rows());
      torn = false;
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public Optional<byte[]> get(byte[] key) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(rows.get(key));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Optional<Map.Entry<byte[], byte[]>> floor(byte[] key, byte[] lowest) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(rows.floorEntry(key))
          .filter(row -> Arrays.compareUnsigned(row.getKey(), lowest) >= 0);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
    lock.readLock().lock();
    try {
      if (Arrays.compareUnsigned(from, to) >= 0) {
        return;
      }
      for (var row : rows.subMap(from, to).entrySet()) {
        if (!visitor.visit(row.getKey(), row.getValue())) {
          return;
        }
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public List<byte[]> keys(byte[] from, byte[] to, int atMost) {
    lock.readLock().lock();
    try {
      return Arrays.compareUnsigned(from, to) >= 0
          ? List.of()
          : rows.subMap(from, to).keySet().stream().limit(atMost).toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void reopen() throws IOException {
    lock.readLock().lock();
    try {
      if (torn) {
        throw new IOException("half a change is in memory, and nothing else to go back to");
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    throw new IOException("a store in memory has no files to copy");
  }

  @Override
  public long usableBytes() {
    lock.readLock().lock();
    try {
      return Math.max(0, mostBytes - heldBytes);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public long reserveBytes(long diskReserveBytes) {
    return reserveBytes;
  }

  @Override
  public String medium() {
    return "the heap";
  }

  @Override
  public void close() {}

  private final class Rows implements Mutations.Target {
    @Override
    public void put(byte[] key, byte[] value) {
      heldBytes += held(key, value) - held(key, rows.put(key, value));
    }

    @Override
    public void delete(byte[] key) {
      heldBytes -= held(key, rows.remove(key));
    }

    @Override
    public void deleteRange(byte[] from, byte[] to) {
      var range = rows.subMap(from, to);
      range.forEach((key, value) -> heldBytes -= held(key, value));
      range.clear();
    }

    private static long held(byte[] key, byte @Nullable [] value) {
      if (value == null) {
        return 0;
      }
      long size = value.length;
      long taken = size > REGION / 2 ? (size + REGION - 1) / REGION * REGION : size;
      return ROW_OVERHEAD + key.length + taken;
    }
  }
}
