package dev.weir.s2.lite;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;

/// How a RocksDB is tuned for rows of streams. What is made here is native: whoever asks closes it.
final class RocksOptions {
  private static final long MIB = 1024 * 1024;

  private RocksOptions() {}

  static LRUCache cache() {
    return new LRUCache(64 * MIB);
  }

  static BloomFilter filter() {
    return new BloomFilter(10);
  }

  static Options of(LRUCache cache, BloomFilter filter) {
    // A log that ends torn is a crash; one that is damaged before its end has lost what was
    // acknowledged, and must not open as if it had not. Recycled logs cannot tell the two apart.
    return new Options()
        .setCreateIfMissing(true)
        .setRecycleLogFileNum(0)
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setWriteBufferSize(64 * MIB)
        .setMaxWriteBufferNumber(3)
        // What flushes and compactions write goes to the disk bit by bit: a sync of the log would
        // otherwise wait behind all of it.
        .setBytesPerSync(MIB)
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setMaxOpenFiles(512)
        .setMaxLogFileSize(MIB)
        .setKeepLogFileNum(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        // An open reads the tables' properties else, of as many as there are.
        .setSkipStatsUpdateOnDbOpen(true)
        .setTableFormatConfig(tables(cache, filter));
  }

  /// Indexes and filters live in the block cache and in pieces, so that the cache's size bounds
  /// them too, whatever the number of streams.
  private static BlockBasedTableConfig tables(LRUCache cache, BloomFilter filter) {
    return new BlockBasedTableConfig()
        .setBlockSize(16 * 1024)
        .setBlockCache(cache)
        .setFilterPolicy(filter)
        .setIndexType(IndexType.kTwoLevelIndexSearch)
        .setPartitionFilters(true)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinTopLevelIndexAndFilter(true);
  }
}
