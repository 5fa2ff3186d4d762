package dev.weir.s2;

import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Records for whoever works with [Flow]. Each subscriber gets a read of its own, on a virtual
/// thread of its own. What was not requested is not read: then the session's few batches fill up,
/// and the store stops sending.
public final class RecordPublisher implements Flow.Publisher<SequencedRecord> {
  private final Supplier<RecordReader> readers;

  private RecordPublisher(Supplier<RecordReader> readers) {
    this.readers = readers;
  }

  /// A publisher of what `readers` open.
  ///
  /// @param readers opens one read a subscriber, on the subscription's thread; what it throws is
  ///   the subscriber's error
  public static RecordPublisher of(Supplier<RecordReader> readers) {
    return new RecordPublisher(readers);
  }

  /// Begins a read for `subscriber`.
  @Override
  public void subscribe(Flow.Subscriber<? super SequencedRecord> subscriber) {
    var subscription = new Subscription(subscriber, readers);
    Thread.ofVirtual().name("s2-publisher").start(subscription);
  }

  /// One subscriber's read. Its thread alone calls the subscriber.
  private static final class Subscription implements Flow.Subscription, Runnable {
    private final Flow.Subscriber<? super SequencedRecord> subscriber;
    private final Supplier<RecordReader> readers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long requested;
    private boolean cancelled;
    private @Nullable RuntimeException wrong;
    private @Nullable RecordReader open;

    Subscription(
        Flow.Subscriber<? super SequencedRecord> subscriber, Supplier<RecordReader> readers) {
      this.subscriber = subscriber;
      this.readers = readers;
    }

    @Override
    public void request(long n) {
      lock.lock();
      try {
        if (n <= 0 && wrong == null) {
          wrong = new IllegalArgumentException("requested " + n + " records, must be positive");
        } else {
          requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void cancel() {
      RecordReader reader;
      lock.lock();
      try {
        cancelled = true;
        reader = open;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (reader != null) {
        reader.close();
      }
    }

    @Override
    public void run() {
      subscriber.onSubscribe(this);
      try {
        if (publish()) {
          subscriber.onComplete();
        }
      } catch (RuntimeException | Error e) { // whatever it is, the subscriber waits for it
        if (!isCancelled()) {
          subscriber.onError(e);
        }
      }
    }

    /// Whether the read came to its end.
    private boolean publish() {
      if (!awaitDemand()) {
        return false;
      }
      try (RecordReader reader = readers.get()) {
        keep(reader);
        while (awaitDemand()) {
          var record = reader.next();
          if (isCancelled()) {
            return false;
          }
          if (record.isEmpty()) {
            return true;
          }
          subscriber.onNext(record.get());
          took();
        }
        return false;
      }
    }

    /// Waits until a record is wanted; false once none will be.
    private boolean awaitDemand() {
      lock.lock();
      try {
        while (requested == 0 && !cancelled && wrong == null) {
          changed.awaitUninterruptibly();
        }
        if (wrong != null && !cancelled) {
          throw wrong;
        }
        return !cancelled;
      } finally {
        lock.unlock();
      }
    }

    private void keep(RecordReader reader) {
      lock.lock();
      try {
        open = reader;
      } finally {
        lock.unlock();
      }
    }

    private void took() {
      lock.lock();
      try {
        if (requested != Long.MAX_VALUE) {
          requested--;
        }
      } finally {
        lock.unlock();
      }
    }

    private boolean isCancelled() {
      lock.lock();
      try {
        return cancelled;
      } finally {
        lock.unlock();
      }
    }
  }
}
