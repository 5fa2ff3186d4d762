package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EventSeqNum;

/// How far a pull has come.
///
/// @param s2SeqNum the S2 number to read from next
/// @param head the canonical head before that number
/// @param delivered the highest event number that the client has; it gets none at or below. The
///   same as `head`, except for a client that once took an event from another proxy that the
///   canonical log does not hold
record PullPosition(long s2SeqNum, EventSeqNum head, EventSeqNum delivered) {
  static final PullPosition BEGINNING = new PullPosition(0, EventSeqNum.ROOT, EventSeqNum.ROOT);

  static PullPosition behind(CanonicalEvent event) {
    EventSeqNum number = event.event().seqNum();
    return new PullPosition(event.s2SeqNum() + 1, number, number);
  }

  /// The same, knowing that no canonical event stands before `s2SeqNum`.
  PullPosition at(long s2SeqNum) {
    return new PullPosition(Math.max(s2SeqNum, this.s2SeqNum), head, delivered);
  }
}
