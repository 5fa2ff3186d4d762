package dev.weir.s2.lite;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/// The last write to the write-ahead log, of which a power cut may leave any of the sectors.
///
/// RocksDB passes over a log that ends too early. Where the file got its length and the disk not
/// all of its contents, it finds damage and does not open. As each write is synced before the next
/// begins, damage behind which no other write begins is of a write that was not acknowledged.
final class TornWrite {
  private static final Logger LOG = System.getLogger(TornWrite.class.getName());

  private static final int FULL = 1;
  private static final int FIRST = 2;

  private TornWrite() {}

  /// Takes the torn write off the end of the last log, if all else in the logs is whole.
  static boolean cutOff(Path database) throws IOException {
    Optional<Path> last = Optional.empty();
    try (Stream<Path> files = Files.list(database)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        if (Files.size(log) > 0) {
          if (last.isPresent() && LogDamage.damagedAt(last.get()).isPresent()) {
            return false;
          }
          last = Optional.of(log);
        }
      }
    }
    return last.isPresent() && cutOffEnd(last.get());
  }

  private static boolean cutOffEnd(Path log) throws IOException {
    Optional<Integer> torn = tornAt(ByteBuffer.wrap(Files.readAllBytes(log)));
    if (torn.isEmpty()) {
      return false;
    }
    LOG.log(
        Level.WARNING,
        () ->
            "the last write to "
                + log
                + " is torn, as after a power cut. It had not been acknowledged and is taken off, at"
                + " offset "
                + torn.get());
    try (var file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(torn.get());
      file.force(true);
    }
    return true;
  }

  /// Where the torn write begins: the first one that is not whole, if none begins behind it.
  static Optional<Integer> tornAt(ByteBuffer bytes) {
    ByteBuffer log = bytes.order(ByteOrder.LITTLE_ENDIAN);
    int write = 0; // where the write begins that the next record belongs to
    boolean isWithin = false;
    int at = 0;
    while (at < log.limit()) {
      int left = LogDamage.BLOCK - at % LogDamage.BLOCK;
      if (left < LogDamage.HEAD) {
        at += left;
        continue;
      }
      boolean begins = LogDamage.isWhole(log, at) && begins(log, at);
      if (!LogDamage.isWhole(log, at) || begins == isWithin) {
        int from = isWithin ? write : at;
        return begins || anyBegins(log, at + 1) ? Optional.empty() : Optional.of(from);
      }
      if (begins) {
        write = at;
      }
      isWithin = !LogDamage.endsWrite(log, at);
      at += LogDamage.size(log, at);
    }
    return isWithin ? Optional.of(write) : Optional.empty();
  }

  /// At any byte: how long the torn write's records are is not known either.
  private static boolean anyBegins(ByteBuffer log, int from) {
    for (int at = from; at < log.limit(); at++) {
      if (LogDamage.hasHead(log, at) && begins(log, at) && LogDamage.isWhole(log, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(ByteBuffer log, int at) {
    int type = LogDamage.type(log, at);
    return type == FULL || type == FIRST;
  }
}
