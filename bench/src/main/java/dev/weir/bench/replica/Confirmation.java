package dev.weir.bench.replica;

import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.SyncBackend;
import java.util.List;
import org.HdrHistogram.Histogram;

/// How long it takes until the backend has one event, one after another: pushed by hand, and
/// committed to replicas. They take turns, so that a slow moment of the machine meets all of them.
final class Confirmation {
  private static final int TURN = 50;

  private final SyncBackend rawBackend;
  private final EventLog memoryReplica;
  private final EventLog diskReplica;
  private long pushed;

  final Histogram raw = new Histogram(3);
  final Histogram memory = new Histogram(3);
  final Histogram disk = new Histogram(3);

  Confirmation(SyncBackend rawBackend, EventLog memoryReplica, EventLog diskReplica) {
    this.rawBackend = rawBackend;
    this.memoryReplica = memoryReplica;
    this.diskReplica = diskReplica;
  }

  void measure(int events) throws InterruptedException {
    for (int done = 0; done < events; done += TURN) {
      for (int i = 0; i < TURN; i++) {
        push();
      }
      commit(memoryReplica, memory);
      commit(diskReplica, disk);
    }
  }

  void forget() {
    raw.reset();
    memory.reset();
    disk.reset();
  }

  private void push() throws InterruptedException {
    var event =
        EncodedEvent.of(
            Load.NAME, Load.ARGS, new EventSeqNum(pushed + 1), new EventSeqNum(pushed), "c", "s");
    pushed++;
    long start = System.nanoTime();
    var unused = rawBackend.push(List.of(event));
    raw.recordValue(System.nanoTime() - start);
  }

  private static void commit(EventLog log, Histogram times) throws InterruptedException {
    for (int i = 0; i < TURN; i++) {
      long start = System.nanoTime();
      var unused = log.commit(Load.EVENT).confirmed().join();
      times.recordValue(System.nanoTime() - start);
    }
  }
}
