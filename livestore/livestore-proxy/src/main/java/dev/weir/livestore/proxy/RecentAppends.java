package dev.weir.livestore.proxy;

import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The last appends of this proxy to a stream: when each was acknowledged, and in which trace. So
/// what is delivered can say how long it took and where it came from. What other proxies appended
/// is not in here.
///
/// Few, young, and only while somebody follows the stream: there may be thousands of stores.
final class RecentAppends {
  private static final int MAX_APPENDS = 128;
  private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /// One append, noted before S2 is asked: what it stores may be delivered before its
  /// acknowledgement is back.
  static final class Append {
    private final long start;
    private final long end;
    private final long begunNanos = System.nanoTime();
    private final SpanContext span;
    private volatile OptionalLong ackedNanos = OptionalLong.empty();

    /// @param end the S2 number behind its last record
    Append(long start, long end, SpanContext span) {
      this.start = start;
      this.end = end;
      this.span = span;
    }

    SpanContext span() {
      return span;
    }

    void acknowledged() {
      ackedNanos = OptionalLong.of(System.nanoTime());
    }

    /// How long ago it was acknowledged, or 0.
    long nanosSinceAck() {
      OptionalLong acked = ackedNanos;
      return acked.isPresent() ? System.nanoTime() - acked.getAsLong() : 0;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Append> newestLast = new ArrayDeque<>();
  private volatile boolean kept;

  /// Whether somebody follows the stream now.
  void keep(boolean wanted) {
    lock.lock();
    try {
      kept = wanted;
      if (!wanted) {
        newestLast.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  void add(Append append) {
    if (!kept) {
      return;
    }
    lock.lock();
    try {
      if (kept) {
        newestLast.addLast(append);
        while (newestLast.size() > MAX_APPENDS
            || append.begunNanos - newestLast.getFirst().begunNanos > MAX_AGE_NANOS) {
          newestLast.removeFirst();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// It failed: another's records may come to stand in its place.
  void remove(Append append) {
    lock.lock();
    try {
      newestLast.remove(append);
    } finally {
      lock.unlock();
    }
  }

  /// Those with a record from `from` (inclusive) to `to` (exclusive), newest first.
  List<Append> within(long from, long to) {
    var found = new ArrayList<Append>(1);
    lock.lock();
    try {
      for (Iterator<Append> newestFirst = newestLast.descendingIterator();
          newestFirst.hasNext(); ) {
        Append append = newestFirst.next();
        if (append.end <= from) {
          break;
        }
        if (append.start < to) {
          found.add(append);
        }
      }
    } finally {
      lock.unlock();
    }
    return found;
  }
}
