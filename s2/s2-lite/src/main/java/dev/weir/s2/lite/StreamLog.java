package dev.weir.s2.lite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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

    /// The stream is deleted, or somebody else's by now.
    record Ended(RuntimeException why) implements Arrival {}
  }

  private static final int MAX_RECENT_BATCHES = 256;

  private final Time time;
  private final RecentLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<RecentBatch> recent = new ArrayDeque<>();
  private long recentBytes;
  private int followers;
  private StreamState durable;
  private Optional<Supplier<RuntimeException>> end = Optional.empty();
  private Optional<Supplier<RuntimeException>> follow = Optional.empty(); // where it differs
  private Optional<RecentBatch> last = Optional.empty();

  /// @param limits shared by all streams
  StreamLog(Time time, RecentLimits limits, StreamState durable) {
    this.time = time;
    this.limits = limits;
    this.durable = durable;
  }

  void publish(RecentBatch batch, StreamState state) {
    lock.lock();
    try {
      durable = state;
      recent.addLast(batch);
      count(batch.meteredBytes());
      forgetOldest();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the log of a stream that is deleted.
  ///
  /// @param terminal what who stands at the tail still gets
  void delete(RecentBatch terminal, StreamKey key) {
    lock.lock();
    try {
      last = Optional.of(terminal);
      follow = Optional.of(key::deletedMeanwhile);
      end(key::notFound);
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return end.isPresent();
    } finally {
      lock.unlock();
    }
  }

  /// Ends every use of the log, with an exception that `why` makes for each.
  void end(Supplier<RuntimeException> why) {
    lock.lock();
    try {
      end = Optional.of(why);
      forgetAll();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// From now on somebody follows, or is about to: the most recent batches are worth their memory.
  void join() {
    lock.lock();
    try {
      followers++;
    } finally {
      lock.unlock();
    }
  }

  /// Undoes one [#join()].
  void leave() {
    lock.lock();
    try {
      followers--;
      forgetOldest();
    } finally {
      lock.unlock();
    }
  }

  /// Lets go of the memory. Nobody may use the log after it.
  void retire() {
    lock.lock();
    try {
      forgetAll();
    } finally {
      lock.unlock();
    }
  }

  private void forgetOldest() {
    boolean followed = followers > 0;
    int least = followed ? 1 : 0; // what wakes the followers is about to be read by them
    while (recent.size() > least
        && (recent.size() > MAX_RECENT_BATCHES
            || recentBytes > limits.perStream(followed)
            || limits.areExceeded())) {
      count(-recent.removeFirst().meteredBytes());
    }
  }

  private void forgetAll() {
    recent.clear();
    count(-recentBytes);
  }

  private void count(long bytes) {
    recentBytes += bytes;
    limits.add(bytes);
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

  /// The durable state.
  ///
  /// @throws RuntimeException why the log has ended, if it has
  StreamState durable() {
    lock.lock();
    try {
      if (end.isPresent()) {
        throw end.get().get();
      }
      return durable;
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
        if (end.isPresent()) {
          return ended(seqNum);
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

  private Arrival ended(long seqNum) {
    return last.isPresent() && last.get().firstSeqNum() == seqNum
        ? new Arrival.Next(last.get())
        : new Arrival.Ended(follow.or(() -> end).orElseThrow().get());
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
