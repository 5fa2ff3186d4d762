package dev.weir.bench.replica;

import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.SyncBackend;
import java.util.List;
import org.HdrHistogram.Histogram;

/// How long it takes until the backend has one event, one after another.
final class Confirmation {
  private Confirmation() {}

  /// Pushed by hand.
  static Histogram raw(SyncBackend backend, int events) throws InterruptedException {
    var times = new Histogram(3);
    for (int i = 0; i < events; i++) {
      var event =
          EncodedEvent.of(
              Load.NAME, Load.ARGS, new EventSeqNum(i + 1L), new EventSeqNum(i), "c", "s");
      long start = System.nanoTime();
      var unused = backend.push(List.of(event));
      times.recordValue(System.nanoTime() - start);
    }
    return times;
  }

  /// Committed to a replica.
  static Histogram committed(EventLog log, int events) throws InterruptedException {
    var times = new Histogram(3);
    for (int i = 0; i < events; i++) {
      long start = System.nanoTime();
      var unused = log.commit(Load.EVENT).confirmed().join();
      times.recordValue(System.nanoTime() - start);
    }
    return times;
  }
}
