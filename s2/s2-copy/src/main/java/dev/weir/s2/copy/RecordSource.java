package dev.weir.s2.copy;

import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.util.Optional;

/// Records that stand still while they are copied: each [#open] reads the same ones, apart from
/// what is trimmed at their beginning meanwhile.
public interface RecordSource {
  /// The place behind the last record.
  StreamPosition tail();

  /// Begins to read, at the first record there is.
  Reading open();

  /// What a stream holds now; what is appended to it later is not part of it.
  static RecordSource of(S2Stream stream) {
    return new StreamSource(stream, stream.checkTail());
  }

  /// A read under way, by one thread.
  interface Reading extends AutoCloseable {
    /// The next record, with a greater seqNum than the one before; empty behind the last.
    ///
    /// @throws dev.weir.s2.S2Exception if the read failed
    Optional<SequencedRecord> next();

    /// Ends it.
    @Override
    void close();
  }
}
