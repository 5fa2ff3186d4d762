package dev.weir.s2.lite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An ordered map of byte keys (compared unsigned) that the engine keeps everything in.
/// Thread-safe; its calls may block the thread in native code.
interface Storage extends AutoCloseable {
  /// Applies all of `mutations`, in their order, or none; returns once they are durable.
  void commit(Mutations mutations) throws IOException;

  Optional<byte[]> get(byte[] key) throws IOException;

  /// The last row whose key is at most `key` and at least `lowest`.
  Optional<Map.Entry<byte[], byte[]>> floor(byte[] key, byte[] lowest) throws IOException;

  /// Visits the rows from `from` (inclusive) to `to` (exclusive), ascending, while the visitor says
  /// so.
  void scan(byte[] from, byte[] to, Visitor visitor) throws IOException;

  /// Visits the row that `at` lies in, the last at or before it, unless that is before `lowest`;
  /// and then the rows behind, to `to` (exclusive), while the visitor says so.
  ///
  /// @param ahead whether a long walk is under way, which is worth reading ahead of and would only
  ///   push out of the caches what others need
  default void scanFrom(byte[] at, byte[] lowest, byte[] to, boolean ahead, Visitor visitor)
      throws IOException {
    scan(floor(at, lowest).map(Map.Entry::getKey).orElse(at), to, visitor);
  }

  /// Gives back at once, where it can, the room of rows from `from` (inclusive) to `to`
  /// (exclusive), which are deleted and will never be looked for again.
  default void reclaim(byte[] from, byte[] to) throws IOException {}

  /// The keys from `from` (inclusive) to `to` (exclusive), ascending, the first `atMost` of them.
  List<byte[]> keys(byte[] from, byte[] to, int atMost) throws IOException;

  /// Opens what the disk holds anew, after a commit that failed: whether that is durable is known
  /// again once this returns. Where it throws, reads go on if they can.
  void reopen() throws IOException;

  /// Puts the state of this moment into a directory that does not exist yet, while commits go on.
  void checkpoint(Path directory) throws IOException;

  /// What may still be written, about.
  long usableBytes();

  /// How much of that is kept for what makes room.
  ///
  /// @param diskReserveBytes how much of a disk
  default long reserveBytes(long diskReserveBytes) {
    return diskReserveBytes;
  }

  /// What becomes full, and has to be enlarged then, for messages.
  default String medium() {
    return "the disk";
  }

  @Override
  void close();

  /// Receives the rows of a scan.
  interface Visitor {
    /// Whether to go on.
    boolean visit(byte[] key, byte[] value) throws IOException;
  }
}
