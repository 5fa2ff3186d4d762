package dev.weir.livestore.proxy;

import dev.weir.s2.StreamName;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;

/// The spans inside a proxy: an append belongs to the push that asks for it, and a delivery to the
/// newest push in its page, with links to the others.
final class ProxySpans {
  /// Of the instrumentation, as OpenTelemetry names what made a span.
  static final String SCOPE = "dev.weir.livestore.proxy";

  private static final AttributeKey<String> STREAM = AttributeKey.stringKey("s2.stream");
  private static final AttributeKey<String> STORE = AttributeKey.stringKey("livestore.store.id");
  private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("livestore.events");
  private static final AttributeKey<Long> BYTES = AttributeKey.longKey("livestore.bytes");

  private final Tracer tracer;

  ProxySpans(OpenTelemetry openTelemetry) {
    this.tracer = openTelemetry.getTracer(SCOPE);
  }

  Span append(StreamName stream, int records) {
    Span span = tracer.spanBuilder("append").setSpanKind(SpanKind.CLIENT).startSpan();
    if (span.isRecording()) {
      span.setAttribute(STREAM, stream.value());
      span.setAttribute(EVENTS, (long) records);
    }
    return span;
  }

  /// @param appends those that brought the page's events, as far as they are known, newest first
  Span deliver(String storeId, List<RecentAppends.Append> appends, int events, long bytes) {
    List<RecentAppends.Append> traced =
        appends.stream().filter(append -> append.span().isSampled()).toList();
    if (traced.isEmpty()) {
      return Span.getInvalid();
    }
    Context newest = Context.root().with(Span.wrap(traced.getFirst().span()));
    SpanBuilder builder = tracer.spanBuilder("deliver").setParent(newest);
    traced.stream().skip(1).forEach(append -> builder.addLink(append.span()));
    return builder
        .setAttribute(STORE, storeId)
        .setAttribute(EVENTS, (long) events)
        .setAttribute(BYTES, bytes)
        .startSpan();
  }

  static void fail(Span span, Exception why) {
    span.setStatus(StatusCode.ERROR, String.valueOf(why.getMessage()));
  }
}
