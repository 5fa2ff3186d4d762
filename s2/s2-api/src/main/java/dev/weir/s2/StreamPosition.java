package dev.weir.s2;

/// A place in a stream. Both numbers are unsigned 64-bit; compare with [Long#compareUnsigned].
///
/// @param seqNum the record's number, from 0, without gaps
/// @param timestamp milliseconds since the epoch where S2 assigned it, else the client's own unit;
///   never decreasing
public record StreamPosition(long seqNum, long timestamp) {
  /// The tail of a stream that was never written.
  public static final StreamPosition START = new StreamPosition(0, 0);
}
