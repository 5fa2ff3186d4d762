package dev.weir.bench.s2;

import dev.weir.bench.figures.Spread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;

/// What the disk itself allows: no durable append can be acknowledged sooner than one write and its
/// fsync take, and no log can grow faster than a plain file.
///
/// @param syncedWrite how long a write at the end of a file and its fsync take
/// @param sequentialMib a file written from start to end and then synced, a second
record DiskLimits(Spread syncedWrite, double sequentialMib) {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int MOST_MIB = 2_048;

  /// @param directory on the disk to measure
  /// @param appendBytes how much is written before each fsync
  static DiskLimits measure(Path directory, int appendBytes, Duration time) throws IOException {
    var file = directory.resolve("disk-limits");
    try {
      return new DiskLimits(syncedWrites(file, appendBytes, time), sequential(file, time));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Spread syncedWrites(Path file, int bytes, Duration time) throws IOException {
    var millis = new ArrayList<Double>();
    try (var channel = create(file)) {
      var end = System.nanoTime() + time.toNanos();
      do {
        var start = System.nanoTime();
        write(channel, bytes);
        channel.force(false);
        millis.add((System.nanoTime() - start) / 1e6);
      } while (System.nanoTime() < end);
    }
    return new Spread(millis);
  }

  private static double sequential(Path file, Duration time) throws IOException {
    try (var channel = create(file)) {
      var start = System.nanoTime();
      var mib = 0;
      while (mib < MOST_MIB && System.nanoTime() - start < time.toNanos()) {
        write(channel, CHUNK_BYTES);
        mib++;
      }
      channel.force(false);
      return mib / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static void write(FileChannel channel, int bytes) throws IOException {
    var buffer = ByteBuffer.allocateDirect(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
