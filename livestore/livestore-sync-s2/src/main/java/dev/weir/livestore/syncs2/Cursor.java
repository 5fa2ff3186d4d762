package dev.weir.livestore.syncs2;

/// How far a client has read a stream: the last record it has, not the next one it wants.
public sealed interface Cursor {
  /// The client has nothing.
  record FromStart() implements Cursor {}

  /// The client has the stream up to and including one record.
  ///
  /// Throws [IllegalArgumentException] if `s2SeqNum` is out of range
  ///
  /// @param s2SeqNum S2's number of that record, 0 to 2^53-1; it says nothing of the number of the
  ///   event in it
  record After(long s2SeqNum) implements Cursor {
    public After {
      SyncMetadata.checkS2SeqNum(s2SeqNum);
    }
  }

  /// S2's number of the first record the client lacks: 0, or the one after its last.
  default long firstS2SeqNum() {
    return switch (this) {
      case FromStart() -> 0;
      case After(long s2SeqNum) -> s2SeqNum + 1;
    };
  }
}
