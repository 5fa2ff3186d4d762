package dev.weir.bench.replica;

import dev.weir.livestore.replica.Commit;
import dev.weir.livestore.replica.EventLog;
import java.util.ArrayList;

/// Commits, as fast as they become durable, of a replica that never reaches its backend.
final class Commits {
  private Commits() {}

  /// One thread that does not wait for each: events a second until the last is durable.
  static double streamed(EventLog log, int events) throws InterruptedException {
    long start = System.nanoTime();
    Commit last = log.commit(Load.EVENT);
    for (int i = 1; i < events; i++) {
      last = log.commit(Load.EVENT);
    }
    last.durable().join();
    return perSecond(events, start);
  }

  /// Threads that each wait until their event is durable before they commit the next.
  static double waitedFor(EventLog log, int threads, int events) throws InterruptedException {
    long start = System.nanoTime();
    var running = new ArrayList<Thread>();
    for (int t = 0; t < threads; t++) {
      running.add(Thread.ofVirtual().start(() -> commitEach(log, events / threads)));
    }
    for (Thread thread : running) {
      thread.join();
    }
    return perSecond(events, start);
  }

  private static void commitEach(EventLog log, int events) {
    try {
      for (int i = 0; i < events; i++) {
        log.commit(Load.EVENT).durable().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static double perSecond(int events, long start) {
    return events * 1e9 / (System.nanoTime() - start);
  }
}
