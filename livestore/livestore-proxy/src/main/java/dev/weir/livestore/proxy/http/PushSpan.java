package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.LogContext;
import dev.weir.livestore.proxy.PushDecision;
import dev.weir.livestore.proxy.Refusal;
import dev.weir.livestore.sync.PushResult;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The span of one push, a child of its client's where that says of one. Used by one thread.
final class PushSpan {
  private static final String SCOPE = "dev.weir.livestore.proxy";

  private final Span span;
  private Context context;

  private PushSpan(Span span) {
    this.span = span;
    this.context = Context.root().with(span);
  }

  static PushSpan begin(ProxyExchange exchange, OpenTelemetry openTelemetry) {
    Context sender =
        openTelemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), exchange, new Headers());
    return new PushSpan(
        openTelemetry
            .getTracer(SCOPE)
            .spanBuilder("push")
            .setParent(sender)
            .setSpanKind(SpanKind.SERVER)
            .startSpan());
  }

  void received(ReceivedPush push) {
    String principal = push.principal().name();
    context = new LogContext(push.storeId(), Optional.of(principal)).in(context);
    if (span.isRecording()) {
      span.setAttribute("livestore.store.id", push.storeId());
      span.setAttribute("enduser.id", principal);
      span.setAttribute("livestore.events", push.payload().batch().size());
      span.setAttribute("livestore.bytes", push.bytes());
    }
  }

  void delayed(long nanos) {
    span.setAttribute("weir.delay_seconds", nanos / 1e9);
  }

  /// Works with the span and the log's context at hand.
  <T> T call(Callable<T> work) throws InterruptedException {
    return WorkContext.call(context, work);
  }

  void decided(PushDecision decision) {
    span.setAttribute("livestore.repeated_events", decision.repeated());
    span.setAttribute(
        "livestore.outcome",
        decision.result() instanceof PushResult.Accepted ? "accepted" : "conflict");
    span.end();
  }

  void refused(Refusal why) {
    span.setAttribute("livestore.outcome", why.name().toLowerCase(Locale.ROOT));
    if (why == Refusal.UNAVAILABLE || why == Refusal.FAILED) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  /// Unless it has ended.
  void end() {
    span.end();
  }

  /// Stock clients send ids that are none where they do not trace; the propagator passes over them.
  private static final class Headers implements TextMapGetter<ProxyExchange> {
    @Override
    public @Nullable String get(@Nullable ProxyExchange exchange, String key) {
      return exchange == null
          ? null
          : exchange.headers(key.toLowerCase(Locale.ROOT)).stream().findFirst().orElse(null);
    }
  }
}
