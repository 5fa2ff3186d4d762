package dev.weir.livestore.syncs2.backend;

/// What becomes of a record that is no event, in a stream that not only LiveStore writes.
@FunctionalInterface
public interface ForeignRecords {
  /// A pull that meets one fails.
  ForeignRecords FAIL = (s2SeqNum, problem) -> false;

  /// Called for each.
  ///
  /// @param s2SeqNum where it stands in the stream
  /// @param problem what is wrong with it
  /// @return whether it is passed over; otherwise the pull fails
  boolean passOver(long s2SeqNum, String problem);
}
