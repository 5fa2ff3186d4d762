package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.SequencedRecord;
import java.util.Optional;

/// Where a fold of a stream may start, and with which head: behind a record that bears the [Mark],
/// or at the stream's beginning.
///
/// @param s2SeqNum the S2 number to fold from, inclusive
/// @param head the canonical head before that number
/// @param lastTimestamp the timestamp of the record before that number, 0 if there is none
/// @param owner whose the stream was by then, if any record there says so
record FoldStart(long s2SeqNum, EventSeqNum head, long lastTimestamp, Optional<StreamOwner> owner) {
  private static final FoldStart BEGINNING =
      new FoldStart(0, EventSeqNum.ROOT, 0, Optional.empty());
  private static final int FIRST_WIDTH = 128;
  private static final int WIDENING = 16;

  /// The start nearest before `to`, looked for in ever wider steps back: a stream that only proxies
  /// like this one write costs one short read, another one is read from its beginning.
  ///
  /// @throws HistoryLostException if the stream neither bears a mark there nor holds its beginning
  static FoldStart before(long to, StoreStream stream) {
    for (long width = FIRST_WIDTH; ; width *= WIDENING) {
      long from = Math.max(0, to - width);
      Optional<FoldStart> marked = firstMarked(from, to, stream);
      if (marked.isPresent()) {
        return marked.get();
      }
      if (from == 0) {
        if (to > 0) {
          requireBeginning(stream);
        }
        return BEGINNING;
      }
    }
  }

  private static Optional<FoldStart> firstMarked(long from, long to, StoreStream stream) {
    try (Scan scan = stream.scan(from, to)) {
      while (scan.hasNext()) {
        SequencedRecord record = scan.next();
        Optional<CanonicalEvent> event =
            Mark.isOn(record) ? CanonicalFold.event(record) : Optional.empty();
        if (event.isPresent()) {
          return event.map(e -> behind(record, e));
        }
      }
    }
    return Optional.empty();
  }

  private static FoldStart behind(SequencedRecord record, CanonicalEvent event) {
    return new FoldStart(
        record.seqNum() + 1,
        event.event().seqNum(),
        record.timestamp(),
        Optional.of(Mark.owner(record)));
  }

  /// Fails unless a stream that has records still has its first one, and that may be a store's
  /// first.
  ///
  /// @throws HistoryLostException if not
  static void requireBeginning(StoreStream stream) {
    try (Scan scan = stream.scan(0, 1)) {
      if (!scan.hasNext() || !mayBegin(scan.next())) {
        throw new HistoryLostException("stream " + stream.name() + " has lost its beginning");
      }
    }
  }

  private static boolean mayBegin(SequencedRecord first) {
    boolean continues =
        CanonicalFold.event(first)
            .filter(e -> !e.event().parentSeqNum().equals(EventSeqNum.ROOT))
            .isPresent();
    return first.seqNum() == 0 && !continues;
  }
}
