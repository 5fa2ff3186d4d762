package dev.weir.s2.copy;

/// Told how far a copy has come, by the thread that copies.
@FunctionalInterface
public interface CopyListener {
  /// Wants to know nothing.
  CopyListener NONE = (phase, seqNum, tail) -> {};

  /// What a copy is busy with.
  enum Phase {
    /// Appending, or comparing what an earlier run appended.
    COPYING,
    /// Comparing everything that was appended with the source.
    VERIFYING
  }

  /// All before `seqNum` is done, of what lies before `tail`. Called about once a batch.
  void progressed(Phase phase, long seqNum, long tail);
}
