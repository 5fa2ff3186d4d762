package dev.weir.proof.linear;

/// A fault that a stream store might have, and that the checker must see.
enum Flaw {
  /// Now and then an append is acknowledged and not done.
  FORGETS,
  /// Now and then an append is done twice.
  DOUBLES,
  /// Now and then an append is acknowledged before a read shows it.
  ACKNOWLEDGES_EARLY,
  /// Now and then an append is done though its condition did not hold when it was.
  LOOKS_BEFORE_IT_APPENDS,
  /// A token that an append names is not looked at.
  IGNORES_FENCES,
  /// Now and then a tail is told that was.
  TELLS_OLD_TAILS,
  /// Now and then a read misses the last record.
  READS_SHORT,
  /// Now and then a refusal appends nevertheless.
  REFUSES_AND_APPENDS,
}
