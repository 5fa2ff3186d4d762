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

  /// The same client where the log was at `state`, with nothing for it on the way there.
  PullPosition at(StoreLog.State state) {
    return new PullPosition(state.tail(), state.head(), delivered);
  }
}
