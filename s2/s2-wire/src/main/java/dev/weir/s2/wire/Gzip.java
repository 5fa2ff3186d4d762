package dev.weir.s2.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The JDK's gzip, at its own level, 6.
final class Gzip {
  private Gzip() {}

  /// The first `room` bytes as they are, and the rest compressed.
  static byte[] compress(byte[] bytes, int room) {
    var compressed = new ByteArrayOutputStream(bytes.length / 2 + 64);
    compressed.write(bytes, 0, room);
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes, room, bytes.length - room);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // does not happen in memory
    }
    return compressed.toByteArray();
  }

  /// What was compressed; empty if it is over `limit` bytes.
  ///
  /// @throws IOException if it is no gzip
  static Optional<byte[]> expand(byte[] compressed, int limit) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return Optional.of(in.readNBytes(limit + 1)).filter(expanded -> expanded.length <= limit);
    }
  }
}
