package dev.weir.s2.lite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what the engine has its storage do.
final class CountingStorage implements Storage {
  final AtomicInteger floors = new AtomicInteger();
  final AtomicInteger keysVisited = new AtomicInteger();
  final AtomicInteger deletes = new AtomicInteger();
  final AtomicInteger rangeDeletes = new AtomicInteger();
  final AtomicInteger tailsPut = new AtomicInteger();
  private final Storage storage;

  CountingStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public void commit(Mutations mutations) throws IOException {
    mutations.applyTo(
        new Mutations.Target() {
          @Override
          public void put(byte[] key, byte[] value) {
            if (key[0] == 't') {
              tailsPut.incrementAndGet();
            }
          }

          @Override
          public void delete(byte[] key) {
            deletes.incrementAndGet();
          }

          @Override
          public void deleteRange(byte[] from, byte[] to) {
            rangeDeletes.incrementAndGet();
          }
        });
    storage.commit(mutations);
  }

  @Override
  public Optional<byte[]> get(byte[] key) throws IOException {
    return storage.get(key);
  }

  @Override
  public Optional<Map.Entry<byte[], byte[]>> floor(byte[] key, byte[] lowest) throws IOException {
    floors.incrementAndGet();
    return storage.floor(key, lowest);
  }

  @Override
  public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
    storage.scan(
        from,
        to,
        (key, value) -> {
          keysVisited.addAndGet(key[0] == 'r' ? 1 : 0);
          return visitor.visit(key, value);
        });
  }

  @Override
  public List<byte[]> keys(byte[] from, byte[] to, int atMost) throws IOException {
    List<byte[]> keys = storage.keys(from, to, atMost);
    keysVisited.addAndGet(keys.size());
    return keys;
  }

  @Override
  public void reopen() throws IOException {
    storage.reopen();
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    storage.checkpoint(directory);
  }

  @Override
  public long usableBytes() {
    return storage.usableBytes();
  }

  /// Keeps the storage beneath open: it outlives the engine, as a disk does.
  @Override
  public void close() {}
}
