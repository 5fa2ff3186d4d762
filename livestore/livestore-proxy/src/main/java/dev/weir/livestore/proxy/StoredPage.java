package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.Bytes;
import dev.weir.s2.SequencedRecord;
import java.util.Optional;

/// The next page behind a place, read from S2 and written straight into the bytes that are sent: a
/// large store passes through here a million events at a time, and most of them are neither parsed
/// nor turned into text.
final class StoredPage {
  private final StoreLog log;
  private final EventPage.Limit limit;
  private final CanonicalFold fold;
  private final EventSeqNum delivered;
  private final PageWriter writer = new PageWriter();
  private long s2SeqNum;
  private int events;
  private long first;
  private PullPosition next;
  private boolean more;

  private StoredPage(StoreLog log, PullPosition position, EventPage.Limit limit) {
    this.log = log;
    this.limit = limit;
    this.fold = new CanonicalFold(position.head());
    this.delivered = position.delivered();
    this.s2SeqNum = position.s2SeqNum();
    this.next = position;
  }

  /// Reads up to the S2 tail that `log` knows; empty if nothing is there for the client.
  ///
  /// @throws HistoryLostException if the stream has lost what comes next
  /// @throws StreamTakenException if the stream belongs to another store
  static Optional<EncodedPage> read(StoreLog log, PullPosition position, EventPage.Limit limit) {
    log.requireOwned();
    return new StoredPage(log, position, limit).read();
  }

  private Optional<EncodedPage> read() {
    long tail = log.state().tail();
    try (Scan scan = log.stream().scan(s2SeqNum, tail)) {
      while (!more && scan.hasNext()) {
        offer(scan.next());
      }
    }
    if (!more && s2SeqNum < tail) {
      throw lost();
    }
    if (events == 0) {
      return Optional.empty();
    }
    long shownTail = more ? tail : next.s2SeqNum();
    return Optional.of(new EncodedPage(writer.finish(shownTail), events, first, next, !more));
  }

  private void offer(SequencedRecord record) {
    if (record.seqNum() != s2SeqNum) {
      throw lost();
    }
    s2SeqNum++;
    Optional<EventNumbers> numbers = EventNumbers.atEndOf(record);
    if (numbers.isPresent()) {
      offer(record, numbers.get(), record.body());
    } else {
      CanonicalFold.event(record)
          .map(CanonicalEvent::event)
          .ifPresent(e -> offer(record, EventNumbers.of(e), Bytes.utf8(e.json())));
    }
  }

  private void offer(SequencedRecord record, EventNumbers numbers, Bytes json) {
    if (!fold.offer(numbers) || !numbers.seqNum().isAfter(delivered)) {
      return;
    }
    boolean fits = events < limit.events() && writer.size() + json.size() <= limit.bytes();
    if (events > 0 && !fits) {
      more = true;
      return;
    }
    writer.add(record.seqNum(), CanonicalFold.safe(record.timestamp()), json);
    first = events++ == 0 ? record.seqNum() : first;
    next = new PullPosition(record.seqNum() + 1, numbers.seqNum(), numbers.seqNum());
  }

  private HistoryLostException lost() {
    return new HistoryLostException(
        "stream " + log.stream().name() + " no longer holds S2 number " + s2SeqNum);
  }
}
