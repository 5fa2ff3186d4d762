package dev.weir.livestore.proxy;

import io.opentelemetry.api.trace.Span;
import java.util.List;

/// Sends pages, and tells what was sent and how long that took after its events were stored.
final class Deliveries {
  private final ProxyListener listener;
  private final ProxySpans spans;

  Deliveries(ProxyTelemetry telemetry) {
    this.listener = telemetry.listener();
    this.spans = new ProxySpans(telemetry.openTelemetry());
  }

  /// Sends a page of a live pull, and waits until the connection has taken it.
  void live(Store store, EventPage page, byte[] bytes, PullSink sink) throws InterruptedException {
    List<RecentAppends.Append> appends =
        store
            .appends()
            .within(page.events().getFirst().s2SeqNum(), page.events().getLast().s2SeqNum() + 1);
    Span span = spans.deliver(store.id(), appends, page.events().size(), bytes.length);
    try {
      sink.send(bytes);
    } catch (InterruptedException e) {
      ProxySpans.fail(span, e);
      throw e;
    } finally {
      span.end();
    }
    listener.livePageSent(page.events().size(), bytes.length);
    if (!appends.isEmpty()) {
      listener.delivered(appends.getLast().nanosSinceAck());
    }
  }

  /// Sends a page of a pull that is not live.
  void catchUp(EventPage page, byte[] bytes, PullSink sink) throws InterruptedException {
    sink.send(bytes);
    listener.catchUpPageSent(page.events().size(), bytes.length);
  }
}
