package dev.weir.livestore.proxy;

import static dev.weir.livestore.proxy.Events.chain;
import static dev.weir.livestore.proxy.Events.event;
import static dev.weir.livestore.proxy.Events.push;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.TransportException;
import dev.weir.s2.lite.S2Lite;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyTelemetryTest {
  private static final BasinName BASIN = new BasinName("livestore");
  private static final PushDecision NEW = new PushDecision(new PushResult.Accepted(), 0, false);
  private static final Cursor FROM_START = new Cursor.FromStart();

  private final FaultyS2 s2 = new FaultyS2(S2Lite.inMemory());
  private final RecordingListener listener = new RecordingListener();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk tracing =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();
  private final ProxyConfig config =
      ProxyConfig.defaults()
          .withTelemetry(ProxyTelemetry.none().withListener(listener).withOpenTelemetry(tracing));
  private final LiveStoreProxy proxy = LiveStoreProxy.over(s2, BASIN, config);

  @AfterEach
  void close() {
    proxy.close();
    s2.close();
    tracing.close();
  }

  @Test
  void decide_onNewEvents_saysThatNoneWasStored() throws Exception {
    assertThat(proxy.decide(push("a", chain(0, 3, "x")))).isEqualTo(NEW);
    long bytes =
        3 * Mark.of(StreamOwner.NAMESAKE).record(Bytes.utf8(event(1, "x").json())).meteredBytes();
    listener.await("appended 3 events, " + bytes + " bytes");
    assertThat(listener.stores()).isOne();
  }

  @Test
  void decide_onARepeat_saysHowMuchWasStored() throws Exception {
    List<EncodedEvent> events = chain(0, 5, "x");
    proxy.decide(push("a", events.subList(0, 3)));
    assertThat(proxy.decide(push("a", events)))
        .isEqualTo(new PushDecision(new PushResult.Accepted(), 3, false));
    assertThat(proxy.decide(push("a", events)))
        .isEqualTo(new PushDecision(new PushResult.Accepted(), 5, false));
  }

  @Test
  void decide_afterALostAnswer_isHealedAndNoRepeat() throws Exception {
    var lost = new AtomicInteger();
    s2.afterAppend(() -> {
      if (lost.getAndIncrement() == 0) {
        throw new TransportException("cut", false, null);
      }
    });
    assertThat(proxy.decide(push("a", event(1, "x"))))
        .isEqualTo(new PushDecision(new PushResult.Accepted(), 0, true));
  }

  @Test
  void decide_whereAnotherProxyCameFirst_tellsOfIt() throws Exception {
    try (var other = LiveStoreProxy.over(s2, BASIN, ProxyConfig.defaults())) {
      proxy.decide(push("a", event(1, "x")));
      other.decide(push("a", event(2, "theirs")));
      assertThat(proxy.decide(push("a", event(2, "ours"))).result())
          .isInstanceOf(PushResult.ServerAhead.class);
      listener.await("append overtaken");
    }
  }

  @Test
  void decide_beyondTheMostEvents_storesNothingButKnowsRepeats() throws Exception {
    List<EncodedEvent> events = chain(0, 5, "x");
    try (var bounded = LiveStoreProxy.over(s2, BASIN, config.withMaxStoreEvents(4))) {
      assertThat(bounded.decide(push("a", events.subList(0, 4)))).isEqualTo(NEW);
      assertThatThrownBy(() -> bounded.decide(push("a", events)))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("store a holds 4 events of the 4");
      assertThat(bounded.decide(push("a", events.subList(0, 4))).repeated()).isEqualTo(4);
    }
    try (var restarted = LiveStoreProxy.over(s2, BASIN, config.withMaxStoreEvents(4))) {
      assertThatThrownBy(() -> restarted.decide(push("a", event(5, "x"))))
          .isInstanceOf(StoreFullException.class);
    }
    assertThat(proxy.decide(push("a", event(5, "x")))).isEqualTo(NEW);
  }

  @Test
  void livePull_thatWaits_isCountedWithItsSessionAndDelivery() throws Exception {
    proxy.push(push("a", event(1, "x")));
    try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(0))) {
      listener.await("sessions 1");
      assertThat(listener.livePulls()).isOne();
      assertThat(listener.sessions()).isOne();
      proxy.push(push("a", event(2, "x")));
      assertThat(pull.nextPage().events()).hasSize(1);
      listener.await("live page of 1");
      listener.await("delivered");
      listener.await("live pulls -1");
    }
    proxy.close();
    listener.await("sessions -1");
    assertThat(listener.livePulls()).isZero();
  }

  @Test
  void catchUp_isCountedByPage() throws Exception {
    proxy.push(push("a", chain(0, 20, "x")));
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      assertThat(pull.pages()).hasSize(1);
    }
    listener.await("catch-up page of 20");
  }

  @Test
  void push_thatIsDelivered_isOneTraceFromAppendToDelivery() throws Exception {
    proxy.push(push("a", event(1, "x")));
    spans.reset();
    try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(0))) {
      listener.await("sessions 1");
      proxy.push(push("a", event(2, "x")));
      pull.nextPage();
      listener.await("delivered");
    }
    SpanData append = span("append");
    SpanData delivery = span("deliver");
    assertThat(delivery.getTraceId()).isEqualTo(append.getTraceId());
    assertThat(delivery.getParentSpanId()).isEqualTo(append.getSpanId());
    assertThat(delivery.getAttributes().get(AttributeKey.stringKey("livestore.store.id")))
        .isEqualTo("a");
    assertThat(append.getAttributes().get(AttributeKey.stringKey("s2.stream"))).isEqualTo("a");
  }

  @Test
  void deliver_ofSeveralPushes_belongsToTheNewestAndLinksTheOthers() {
    var older = appendWith(Span.current().getSpanContext(), 0, 1);
    SpanContext first = started();
    SpanContext second = started();
    List<RecentAppends.Append> newestFirst =
        List.of(appendWith(second, 2, 3), appendWith(first, 1, 2), older);
    new ProxySpans(tracing).deliver("a", newestFirst, 3, 100).end();
    SpanData delivery = span("deliver");
    assertThat(delivery.getParentSpanId()).isEqualTo(second.getSpanId());
    assertThat(delivery.getLinks())
        .singleElement()
        .satisfies(link -> assertThat(link.getSpanContext()).isEqualTo(first));
  }

  private static RecentAppends.Append appendWith(SpanContext span, long start, long end) {
    return new RecentAppends.Append(start, end, span);
  }

  private SpanContext started() {
    return tracing.getTracer("test").spanBuilder("push").startSpan().getSpanContext();
  }

  private SpanData span(String name) {
    List<SpanData> found =
        spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(found).as("spans named " + name).hasSize(1);
    return found.getFirst();
  }
}
