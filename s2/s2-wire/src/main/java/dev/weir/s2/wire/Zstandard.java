package dev.weir.s2.wire;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Zstandard by its own library, which is native and is loaded when this class is first used.
final class Zstandard {
  /// The largest window that a sender may ask us to allot, 8 MiB: what RFC 9659 lets it use.
  private static final int MAX_WINDOW_LOG = 23;

  private Zstandard() {}

  /// The first `room` bytes as they are, and the rest compressed.
  static byte[] compress(byte[] bytes, int room) {
    int size = bytes.length - room;
    var target = new byte[room + Math.toIntExact(Zstd.compressBound(size))];
    System.arraycopy(bytes, 0, target, 0, room);
    long compressed =
        Zstd.compressByteArray(
            target, room, target.length - room, bytes, room, size, Zstd.defaultCompressionLevel());
    if (Zstd.isError(compressed)) {
      throw new IllegalStateException("zstd failed: " + Zstd.getErrorName(compressed));
    }
    return Arrays.copyOf(target, room + (int) compressed);
  }

  /// What was compressed; empty if it is over `limit` bytes.
  ///
  /// @throws IOException if it is no zstd
  static Optional<byte[]> expand(byte[] compressed, int limit) throws IOException {
    // As a stream: a frame need not say its size, there may be several, and what one says may lie.
    try (var in =
        new ZstdInputStreamNoFinalizer(
            new ByteArrayInputStream(compressed), RecyclingBufferPool.INSTANCE)) {
      in.setLongMax(MAX_WINDOW_LOG);
      return Optional.of(in.readNBytes(limit + 1)).filter(expanded -> expanded.length <= limit);
    }
  }
}
