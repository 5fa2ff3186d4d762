package dev.weir.s2.lite;

import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Mutations as RocksDB takes them, all at once.
final class BatchTarget implements Mutations.Target {
  private final WriteBatch batch;

  BatchTarget(WriteBatch batch) {
    this.batch = batch;
  }

  @Override
  public void put(byte[] key, byte[] value) throws IOException {
    try {
      batch.put(key, value);
    } catch (RocksDBException e) {
      throw RocksStorage.failed("take a row", e);
    }
  }

  @Override
  public void delete(byte[] key) throws IOException {
    try {
      batch.delete(key);
    } catch (RocksDBException e) {
      throw RocksStorage.failed("take a deletion", e);
    }
  }

  @Override
  public void deleteRange(byte[] from, byte[] to) throws IOException {
    try {
      batch.deleteRange(from, to);
    } catch (RocksDBException e) {
      throw RocksStorage.failed("take a range deletion", e);
    }
  }
}
