package dev.weir.app.store;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import java.util.List;
import java.util.Optional;

/// The last event of a store, found as a proxy finds it: behind a record with Weir's mark near the
/// end, or else by reading all.
///
/// @param records how many records the stream has got
/// @param event the number of the last event; 0 without any
/// @param timestamp of the last record
record StoreHead(long records, EventSeqNum event, long timestamp) {
  private static final int LOOKED_BACK = 100;

  static StoreHead of(S2Stream stream) {
    var tail = stream.checkTail();
    if (tail.seqNum() == 0) {
      return new StoreHead(0, EventSeqNum.ROOT, 0);
    }
    var last = last(stream);
    return new StoreHead(
        tail.seqNum(), marked(last).orElseGet(() -> readAll(stream)), tail.timestamp());
  }

  private static List<SequencedRecord> last(S2Stream stream) {
    var request = ReadRequest.from(new ReadFrom.TailOffset(LOOKED_BACK)).withClamp();
    return stream.read(request.withCount(LOOKED_BACK)).records();
  }

  private static Optional<EventSeqNum> marked(List<SequencedRecord> records) {
    for (int i = 0; i < records.size(); i++) {
      var event = CanonicalLog.event(records.get(i));
      if (CanonicalLog.isMarked(records.get(i)) && event.isPresent()) {
        var chain = new CanonicalLog(event.get().seqNum());
        records.stream()
            .skip(i + 1)
            .forEach(record -> CanonicalLog.event(record).ifPresent(chain::offer));
        return Optional.of(chain.head());
      }
    }
    return Optional.empty();
  }

  private static EventSeqNum readAll(S2Stream stream) {
    try (var chain = ChainReader.of(stream)) {
      while (chain.next().isPresent()) {
        // to the last
      }
      return chain.head();
    }
  }
}
