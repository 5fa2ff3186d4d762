package dev.weir.s2.lite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Where a write-ahead log of RocksDB is damaged, which RocksDB itself only says of its tables.
///
/// Such a log is blocks of 32 KiB, filled with records: a masked CRC-32C of what follows the
/// length, the length (2 bytes), a type (1 byte), and that many bytes. What is left of a block that
/// cannot hold a record's head is zeros.
final class LogDamage {
  static final int BLOCK = 32 * 1024;
  static final int HEAD = 7;

  private static final int FULL = 1;
  private static final int LAST = 4;

  private LogDamage() {}

  /// The first damage in the logs of the database, in words.
  static Optional<String> find(Path database) {
    try (Stream<Path> files = Files.list(database)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        Optional<String> damage =
            damagedAt(log).map(offset -> log + " is damaged at offset " + offset);
        if (damage.isPresent()) {
          return damage;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("its logs cannot be read: " + e);
    }
  }

  /// Where the first record begins that is not what was written. A record that is cut off by the
  /// end of the file is what a crash leaves.
  static Optional<Long> damagedAt(Path log) throws IOException {
    byte[] block = new byte[BLOCK];
    try (var in = Files.newInputStream(log)) {
      long start = 0;
      int size = in.readNBytes(block, 0, BLOCK);
      while (size > 0) {
        int bad = badRecord(ByteBuffer.wrap(block, 0, size).order(ByteOrder.LITTLE_ENDIAN));
        if (bad >= 0) {
          return Optional.of(start + bad);
        }
        start += size;
        size = in.readNBytes(block, 0, BLOCK);
      }
    }
    return Optional.empty();
  }

  private static int badRecord(ByteBuffer block) {
    int at = 0;
    while (block.limit() - at >= HEAD) {
      int length = block.getShort(at + 4) & 0xFFFF;
      int type = block.get(at + 6);
      if (type == 0 && length == 0) {
        return -1; // room that was set aside, and not used
      }
      if (at + HEAD + length > block.limit()) {
        return block.limit() == BLOCK ? at : -1; // records never cross a block
      }
      if (block.getInt(at) != maskedCrc(block, at + 6, length + 1)) {
        return at;
      }
      at += HEAD + length;
    }
    return -1;
  }

  static boolean hasHead(ByteBuffer log, int at) {
    return log.limit() - at >= HEAD && BLOCK - at % BLOCK >= HEAD;
  }

  static int type(ByteBuffer log, int at) {
    return log.get(at + 6);
  }

  /// Of the record with its head.
  static int size(ByteBuffer log, int at) {
    return HEAD + (log.getShort(at + 4) & 0xFFFF);
  }

  /// Whether the record is the last of those that one write fills.
  static boolean endsWrite(ByteBuffer log, int at) {
    return type(log, at) == FULL || type(log, at) == LAST;
  }

  /// Whether a record begins at that place of the log and is as it was written.
  static boolean isWhole(ByteBuffer log, int at) {
    if (!hasHead(log, at) || type(log, at) == 0) {
      return false;
    }
    int size = size(log, at);
    return size <= log.limit() - at
        && size <= BLOCK - at % BLOCK
        && log.getInt(at) == maskedCrc(log, at + 6, size - 6);
  }

  private static int maskedCrc(ByteBuffer block, int from, int length) {
    var crc = new CRC32C();
    crc.update(block.slice(from, length));
    int value = (int) crc.getValue();
    return Integer.rotateRight(value, 15) + 0xa282ead8;
  }
}
