package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Notes what it is told, without times.
final class RecordingListener implements ProxyListener {
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final AtomicInteger livePulls = new AtomicInteger();
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger stores = new AtomicInteger();

  /// Waits until it is told that.
  void await(String what) throws InterruptedException {
    for (String next = poll(what); !next.equals(what); next = poll(what)) {}
  }

  private String poll(String what) throws InterruptedException {
    String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("being told: " + what).isNotNull();
    return next;
  }

  int livePulls() {
    return livePulls.get();
  }

  int sessions() {
    return sessions.get();
  }

  int stores() {
    return stores.get();
  }

  @Override
  public void appended(int events, long meteredBytes, long nanos) {
    assertThat(nanos).isPositive();
    told.add("appended " + events + " events, " + meteredBytes + " bytes");
  }

  @Override
  public void appendOvertaken() {
    told.add("append overtaken");
  }

  @Override
  public void livePullsChanged(int by) {
    livePulls.addAndGet(by);
    told.add("live pulls " + by);
  }

  @Override
  public void upstreamSessionsChanged(int by) {
    sessions.addAndGet(by);
    told.add("sessions " + by);
  }

  @Override
  public void openStoresChanged(int by) {
    stores.addAndGet(by);
  }

  @Override
  public void livePageSent(int events, long bytes) {
    told.add("live page of " + events);
  }

  @Override
  public void delivered(long nanos) {
    assertThat(nanos).isNotNegative();
    told.add("delivered");
  }

  @Override
  public void catchUpPageSent(int events, long bytes) {
    assertThat(bytes).isPositive();
    told.add("catch-up page of " + events);
  }
}
