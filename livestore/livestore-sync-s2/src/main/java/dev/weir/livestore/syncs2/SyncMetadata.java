package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EventSeqNum;

/// What a client keeps with each event it pulled, to know where to go on.
///
/// Throws [IllegalArgumentException] if `s2SeqNum` is out of range
///
/// @param s2SeqNum S2's number of the record that carried the event, 0 to 2^53-1
public record SyncMetadata(long s2SeqNum) {
  public SyncMetadata {
    checkS2SeqNum(s2SeqNum);
  }

  static void checkS2SeqNum(long s2SeqNum) {
    // What JavaScript can count exactly is the same for both kinds of number.
    if (s2SeqNum < 0 || s2SeqNum > EventSeqNum.MAX_VALUE) {
      throw new IllegalArgumentException("s2SeqNum must lie in 0..2^53-1, but was " + s2SeqNum);
    }
  }
}
