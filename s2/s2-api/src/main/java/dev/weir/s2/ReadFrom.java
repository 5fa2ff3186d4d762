package dev.weir.s2;

/// Where a read starts: exactly one of the protocol's `seq_num`, `timestamp` and `tail_offset`. All
/// unsigned.
public sealed interface ReadFrom {
  /// At the first record whose number is at or beyond `seqNum`.
  record SeqNum(long seqNum) implements ReadFrom {}

  /// At the first record whose timestamp is at or beyond `timestamp`.
  record Timestamp(long timestamp) implements ReadFrom {}

  /// So many records before the tail, or at the stream's start where it holds fewer.
  record TailOffset(long recordsBeforeTail) implements ReadFrom {}
}
