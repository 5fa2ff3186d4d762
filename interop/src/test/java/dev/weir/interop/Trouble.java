package dev.weir.interop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A [Fault] that befalls some requests until it is over, which is when it is closed.
final class Trouble implements AutoCloseable {
  /// Which requests a trouble befalls.
  interface Where {
    boolean befalls(HttpHead request, String body);

    static Where method(String method) {
      return (request, body) -> request.method().equals(method);
    }

    /// Live pulls alone.
    static Where livePull() {
      return (request, body) -> request.target().contains("%22live%22%3Atrue");
    }

    /// Only the first of them.
    default Where first(int count) {
      var left = new AtomicInteger(count);
      return (request, body) -> befalls(request, body) && left.getAndDecrement() > 0;
    }
  }

  private final Fault fault;
  private final Where where;
  private final Runnable heal;
  private final long begun = System.nanoTime();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger hits = new AtomicInteger();
  private final CountDownLatch hit = new CountDownLatch(1);
  private volatile long ended = Long.MAX_VALUE;

  /// @param heal what else ends it
  Trouble(Fault fault, Where where, Runnable heal) {
    this.fault = fault;
    this.where = where;
    this.heal = heal;
  }

  boolean befalls(HttpHead request, String body) {
    return over.getCount() > 0 && where.befalls(request, body);
  }

  /// The fault, which befalls one request more.
  Fault strike() {
    hits.incrementAndGet();
    hit.countDown();
    return fault;
  }

  Fault fault() {
    return fault;
  }

  int hits() {
    return hits.get();
  }

  /// Returns when it has befallen a request.
  Trouble awaitHit() throws InterruptedException {
    if (!hit.await(45, TimeUnit.SECONDS)) {
      throw new AssertionError(fault + " has befallen no request");
    }
    return this;
  }

  /// Lets time pass: how long a trouble lasts is part of what it is.
  Trouble goesOn(Duration time) throws InterruptedException {
    if (over.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(fault + " was over too early");
    }
    return this;
  }

  void awaitOver() throws InterruptedException {
    over.await();
  }

  /// Waits, unless it is over before.
  void hold(Duration time) throws InterruptedException {
    var unused = over.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  long begun() {
    return begun;
  }

  long ended() {
    return ended;
  }

  void end() {
    if (over.getCount() > 0) {
      ended = System.nanoTime();
      heal.run();
      over.countDown();
    }
  }

  @Override
  public void close() {
    end();
  }
}
