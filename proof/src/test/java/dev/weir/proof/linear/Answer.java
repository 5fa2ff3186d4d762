package dev.weir.proof.linear;

/// What a client was told.
sealed interface Answer {
  /// The append's records are at `start` to `end`, exclusive, and the stream ended at `tail`.
  record Appended(long start, long end, long tail) implements Answer {}

  /// Nothing was appended, for the next record would get the number `next`.
  record NotAtTail(long next) implements Answer {}

  /// Nothing was appended, for the stream's token is `current`.
  record Fenced(String current) implements Answer {}

  /// The answer was lost: the append happened, or will, or never does.
  record Lost() implements Answer {}

  /// All records, as a hash over them.
  record Contents(long tail, long hash) implements Answer {}

  /// The next record's number.
  record Tail(long next) implements Answer {}
}
