package dev.weir.app.console;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.SequencedRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells of records, offered in their order, what each is in its store's chain. Begins behind a
/// record that bears Weir's mark, or at the stream's beginning: to look at a page, the page and a
/// little before it is all that is read. Used by one thread.
final class Chain {
  /// A stream that Weir alone writes has a mark on each record; of one that others write, no more
  /// than this is read to find one.
  private static final int[] LOOKBACK = {64, 4_000};

  private static final int REMEMBERED = 8_000;

  private Optional<CanonicalLog> log;
  private final Map<Long, EncodedEvent> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, EncodedEvent> eldest) {
          return size() > REMEMBERED;
        }
      };

  private Chain(Optional<CanonicalLog> log) {
    this.log = log;
  }

  /// A chain to which the record at `position` can be offered next.
  static Chain before(long position, StoreRecords.Bounds bounds, StoreRecords records) {
    for (int width : LOOKBACK) {
      long from = Math.max(bounds.first(), position - width);
      List<SequencedRecord> before = records.readAll(from, position);
      var chain =
          new Chain(from == 0 ? Optional.of(new CanonicalLog()) : Optional.<CanonicalLog>empty());
      before.forEach(chain::offer);
      if (chain.log.isPresent() || from == bounds.first()) {
        return chain;
      }
    }
    return new Chain(Optional.empty());
  }

  /// The number of the last event of the store; empty where nothing showed what is in its chain.
  Optional<EventSeqNum> head() {
    return log.map(CanonicalLog::head);
  }

  PlacedRecord offer(SequencedRecord record) {
    if (record.isCommand()) {
      return new PlacedRecord(record, PlacedRecord.Kind.COMMAND, Optional.empty());
    }
    Optional<EncodedEvent> event = CanonicalLog.event(record);
    return new PlacedRecord(
        record, event.map(e -> place(record, e)).orElse(PlacedRecord.Kind.FOREIGN), event);
  }

  private PlacedRecord.Kind place(SequencedRecord record, EncodedEvent event) {
    if (log.isEmpty() && CanonicalLog.isMarked(record)) {
      log = Optional.of(new CanonicalLog(event.parentSeqNum()));
    }
    if (log.isEmpty()) {
      return PlacedRecord.Kind.UNPLACED;
    }
    if (log.get().offer(event)) {
      recent.put(event.seqNum().value(), event);
      return PlacedRecord.Kind.CANONICAL;
    }
    EncodedEvent inChain = recent.get(event.seqNum().value());
    if (inChain == null && !event.seqNum().isAfter(log.get().head())) {
      return PlacedRecord.Kind.STRAY;
    }
    return inChain != null && inChain.isSame(event)
        ? PlacedRecord.Kind.DUPLICATE
        : PlacedRecord.Kind.FORK;
  }
}
