package dev.weir.livestore.proxy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The memory for pages that are read from S2, shared by all who catch up. One gets large pages;
/// the more there are, the smaller are their pages; and where there is no room for yet another,
/// they wait in turn. A page has its room until the connection has taken it, so that clients who
/// read slowly cannot fill the memory either.
final class PageRoom {
  private static final int SMALLEST_KIB = 256;

  private final int totalKib;
  private final int largestKib;
  private final Semaphore kib;
  private final AtomicInteger sharers = new AtomicInteger();

  /// @param totalKib for all pages
  /// @param largestKib for one page
  PageRoom(int totalKib, int largestKib) {
    this.totalKib = totalKib;
    this.largestKib = largestKib;
    this.kib = new Semaphore(totalKib, true);
  }

  /// Somebody who needs room for page after page. Used by one thread.
  final class Sharer implements AutoCloseable {
    private int taken;
    private boolean closed;

    private Sharer() {
      sharers.incrementAndGet();
    }

    /// Waits for the room for one page, which replaces the last.
    ///
    /// @return its bytes; none if `nanos` have passed
    int take(long nanos) throws InterruptedException {
      giveBack();
      int wanted = Math.clamp(totalKib / sharers.get(), SMALLEST_KIB, largestKib);
      if (!kib.tryAcquire(wanted, nanos, TimeUnit.NANOSECONDS)) {
        return 0;
      }
      taken = wanted;
      return wanted << 10;
    }

    /// Goes on without room, as while there is no page to put there.
    void giveBack() {
      kib.release(taken);
      taken = 0;
    }

    @Override
    public void close() {
      giveBack();
      if (!closed) {
        closed = true;
        sharers.decrementAndGet();
      }
    }
  }

  Sharer join() {
    return new Sharer();
  }
}
