package dev.weir.livestore.proxy;

import dev.weir.livestore.syncs2.Cursor;
import dev.weir.s2.SequencedRecord;
import java.util.Optional;

/// Finds what a client that comes with a cursor has: the cursor names a record of S2, and the event
/// in that record is the last one the client has.
final class CursorLookup {
  private CursorLookup() {}

  /// What the log's memory knows of it. No I/O.
  static Optional<PullPosition> recent(Cursor cursor, StoreLog log) {
    return switch (cursor) {
      case Cursor.FromStart start -> Optional.of(PullPosition.BEGINNING);
      case Cursor.After(long s2SeqNum) -> log.recentAt(s2SeqNum).map(PullPosition::behind);
    };
  }

  /// @param log knowing all that S2 holds
  /// @throws HistoryLostException if the cursor cannot have come from this stream, or its place has
  ///   expired
  static PullPosition locate(Cursor cursor, StoreLog log) {
    Optional<PullPosition> recent = recent(cursor, log);
    return recent.isPresent() ? recent.get() : read(((Cursor.After) cursor).s2SeqNum(), log);
  }

  /// The same, asking S2 for its tail only where the cursor is ahead of what is known: another
  /// proxy may have served it.
  static PullPosition locateKnown(Cursor cursor, Store store) throws InterruptedException {
    StoreLog log = store.log();
    boolean ahead = cursor.firstS2SeqNum() > log.state().tail();
    return locate(cursor, ahead ? store.refreshed() : log);
  }

  private static PullPosition read(long cursor, StoreLog log) {
    StoreLog.State state = log.state();
    if (cursor >= state.tail()) {
      throw new HistoryLostException(
          "a client of stream "
              + log.stream().name()
              + " has S2 number "
              + cursor
              + ", but the tail is "
              + state.tail()
              + ": the stream was made anew or restored from an older backup");
    }
    try (Scan scan = log.stream().scan(cursor, Math.min(cursor + 2, state.tail()))) {
      if (!scan.hasNext()) {
        return expired(cursor, state, log);
      }
      SequencedRecord record = scan.next();
      return record.seqNum() == cursor ? behind(record, log) : behindExpired(cursor, record, log);
    }
  }

  private static PullPosition behind(SequencedRecord record, StoreLog log) {
    CanonicalEvent event =
        CanonicalFold.event(record)
            .orElseThrow(() ->
                new HistoryLostException(
                    "a client of stream "
                        + log.stream().name()
                        + " has S2 number "
                        + record.seqNum()
                        + ", where the stream holds no event"));
    if (Mark.isOn(record)) {
      return PullPosition.behind(event);
    }
    FoldStart start = FoldStart.before(record.seqNum(), log.stream());
    var fold = new CanonicalFold(start.head());
    try (Scan scan = log.stream().scan(start.s2SeqNum(), record.seqNum() + 1)) {
      while (scan.hasNext()) {
        fold.offer(scan.next());
      }
    }
    return new PullPosition(record.seqNum() + 1, fold.head(), event.event().seqNum());
  }

  /// The client's last event is gone, but the next one names it as its parent.
  private static PullPosition behindExpired(long cursor, SequencedRecord next, StoreLog log) {
    return CanonicalFold.event(next)
        .filter(event -> next.seqNum() == cursor + 1 && Mark.isOn(next))
        .map(event -> event.event().parentSeqNum())
        .map(parent -> new PullPosition(cursor + 1, parent, parent))
        .orElseThrow(() -> lost(cursor, log));
  }

  private static PullPosition expired(long cursor, StoreLog.State state, StoreLog log) {
    if (cursor + 1 != state.tail()) {
      throw lost(cursor, log);
    }
    return new PullPosition(state.tail(), state.head(), state.head());
  }

  private static HistoryLostException lost(long cursor, StoreLog log) {
    return new HistoryLostException(
        "stream " + log.stream().name() + " no longer holds what follows S2 number " + cursor);
  }
}
