package dev.weir.s2.lite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// What readers of an active stream see: how far it is durable, and its most recent batches.
/// Written by the commit thread, after each commit.
final class StreamLog {
  /// Why a follower's wait is over.
  sealed interface Arrival {
    record Next(RecentBatch batch) implements Arrival {}

    /// There are records, but they have left memory already.
    record Lagging() implements Arrival {}

    record TimedOut() implements Arrival {}

    record Stopped() implements Arrival {}

    record Deleted() implements Arrival {}
  }

  private static final int MAX_RECENT_BATCHES = 256;

  private final Time time;
  private final long maxRecentBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<RecentBatch> recent = new ArrayDeque<>();
  private long recentBytes;
  private StreamState durable;
  private boolean deleted;

  StreamLog(Time time, long maxRecentBytes, StreamState durable) {
    this.time = time;
    this.maxRecentBytes = maxRecentBytes;
    this.durable = durable;
  }

  void publish(RecentBatch batch, StreamState state) {
    lock.lock();
    try {
      durable = state;
      recent.addLast(batch);
      recentBytes += batch.meteredBytes();
      while (recent.size() > MAX_RECENT_BATCHES
          || (recentBytes > maxRecentBytes && recent.size() > 1)) {
        recentBytes -= recent.removeFirst().meteredBytes();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void delete() {
    lock.lock();
    try {
      deleted = true;
      recent.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Makes every follower look again whether it was stopped.
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The durable state; empty once the stream is deleted.
  Optional<StreamState> durable() {
    lock.lock();
    try {
      return deleted ? Optional.empty() : Optional.of(durable);
    } finally {
      lock.unlock();
    }
  }

  /// The batches in memory from the one that holds `seqNum` to the tail; empty if it is not there.
  List<RecentBatch> from(long seqNum) {
    lock.lock();
    try {
      if (recent.isEmpty() || seqNum < recent.getFirst().firstSeqNum()) {
        return List.of();
      }
      var batches = new ArrayList<RecentBatch>();
      for (RecentBatch batch : recent) {
        if (seqNum < batch.end().seqNum()) {
          batches.add(batch);
        }
      }
      return batches;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the batch that begins at `seqNum`, which is the tail or was it.
  Arrival await(long seqNum, BooleanSupplier stopped, long deadlineNanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (stopped.getAsBoolean()) {
          return new Arrival.Stopped();
        }
        if (deleted) {
          return new Arrival.Deleted();
        }
        if (seqNum != durable.nextSeqNum()) {
          return arrived(seqNum);
        }
        if (time.nanos() >= deadlineNanos) {
          return new Arrival.TimedOut();
        }
        time.await(lock, changed, deadlineNanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private Arrival arrived(long seqNum) {
    Iterator<RecentBatch> newestFirst = recent.descendingIterator();
    while (newestFirst.hasNext()) {
      RecentBatch batch = newestFirst.next();
      if (batch.firstSeqNum() == seqNum) {
        return new Arrival.Next(batch);
      }
    }
    return new Arrival.Lagging();
  }
}
