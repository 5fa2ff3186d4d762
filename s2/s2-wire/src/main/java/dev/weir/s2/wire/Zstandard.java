package dev.weir.s2.wire;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/// Zstandard by its own library, which is native and is loaded when this class is first used.
///
/// To set up the library's memory takes several times as long as a message of a few kilobytes, so
/// it is used again: as much as the processors can use at once is kept.
final class Zstandard {
  /// The largest window that a sender may ask us to allot, 8 MiB: what RFC 9659 lets it use.
  private static final int MAX_WINDOW_LOG = 23;

  private static final Kept<ZstdCompressCtx> COMPRESSORS = new Kept<>(ZstdCompressCtx::new);
  private static final Kept<ZstdDecompressCtx> EXPANDERS = new Kept<>(ZstdDecompressCtx::new);

  private Zstandard() {}

  /// The first `room` bytes as they are, and the rest compressed.
  static byte[] compress(byte[] bytes, int room) {
    int size = bytes.length - room;
    var target = new byte[room + Math.toIntExact(Zstd.compressBound(size))];
    System.arraycopy(bytes, 0, target, 0, room);
    int compressed =
        COMPRESSORS.use(context ->
            context.compressByteArray(target, room, target.length - room, bytes, room, size));
    return Arrays.copyOf(target, room + compressed);
  }

  /// What was compressed; empty if it is over `limit` bytes.
  ///
  /// @throws IOException if it is no zstd
  static Optional<byte[]> expand(byte[] compressed, int limit) throws IOException {
    if (compressed.length == 0) {
      throw new EOFException("no zstd frame"); // the library would fail on the array's index
    }
    long stated = Zstd.getFrameContentSize(compressed, 0, compressed.length);
    var whole =
        stated > 0 && stated <= limit
            ? expandTo(new byte[(int) stated], compressed)
            : Optional.<byte[]>empty();
    return whole.isPresent() ? whole : expandAsStream(compressed, limit);
  }

  /// Empty where the stated size is not that of the whole: there may be several frames in a row,
  /// and what one says may lie.
  private static Optional<byte[]> expandTo(byte[] target, byte[] compressed) {
    try {
      int expanded =
          EXPANDERS.use(context ->
              context.decompressByteArray(
                  target, 0, target.length, compressed, 0, compressed.length));
      return Optional.of(target).filter(all -> all.length == expanded);
    } catch (ZstdException e) {
      return Optional.empty(); // the stream tells what is wrong, if anything is
    }
  }

  private static Optional<byte[]> expandAsStream(byte[] compressed, int limit) throws IOException {
    try (var in =
        new ZstdInputStreamNoFinalizer(
            new ByteArrayInputStream(compressed), RecyclingBufferPool.INSTANCE)) {
      in.setLongMax(MAX_WINDOW_LOG);
      return Optional.of(in.readNBytes(limit + 1)).filter(expanded -> expanded.length <= limit);
    }
  }

  /// Contexts that nobody uses just now.
  private static final class Kept<C extends AutoCloseable> {
    private final Supplier<C> create;
    private final ArrayBlockingQueue<C> idle =
        new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    Kept(Supplier<C> create) {
      this.create = create;
    }

    int use(Use<C> use) {
      var kept = Optional.ofNullable(idle.poll());
      C context = kept.orElseGet(create);
      try {
        return use.with(context);
      } finally {
        if (!idle.offer(context)) {
          close(context);
        }
      }
    }

    private static void close(AutoCloseable context) {
      try {
        context.close();
      } catch (Exception e) {
        throw new IllegalStateException(e); // declared for others than these
      }
    }
  }

  private interface Use<C> {
    int with(C context);
  }
}
