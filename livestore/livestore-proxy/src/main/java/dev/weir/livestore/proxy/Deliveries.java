package dev.weir.livestore.proxy;

import io.opentelemetry.api.trace.Span;
import java.util.List;

/// Sends pages, and tells what was sent and how long that took after its events were stored.
final class Deliveries {
  private final ProxyListener listener;
  private final StoreListener stores;
  private final ProxySpans spans;

  Deliveries(ProxyTelemetry telemetry) {
    this.listener = telemetry.listener();
    this.stores = telemetry.stores();
    this.spans = new ProxySpans(telemetry.openTelemetry());
  }

  /// How a page is sent.
  interface Sending {
    void send(EncodedPage page) throws InterruptedException;
  }

  /// Sends a page of a live pull, and waits until the connection has taken it.
  void live(Store store, EncodedPage page, Sending sending) throws InterruptedException {
    List<RecentAppends.Append> appends =
        store.appends().within(page.first(), page.next().s2SeqNum());
    Span span = spans.deliver(store.id(), appends, page.events(), page.size());
    try {
      sending.send(page);
    } catch (InterruptedException e) {
      ProxySpans.fail(span, e);
      throw e;
    } finally {
      span.end();
    }
    listener.livePageSent(page.events(), page.size());
    if (!appends.isEmpty()) {
      long nanos = appends.getLast().nanosSinceAck();
      listener.delivered(nanos);
      stores.delivered(store.id(), nanos);
    }
  }

  /// Sends a page of a pull that is not live.
  void catchUp(EncodedPage page, Sending sending) throws InterruptedException {
    sending.send(page);
    listener.catchUpPageSent(page.events(), page.size());
  }
}
