package dev.weir.livestore.armeria;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.LogContext;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.livestore.proxy.ProxyTelemetry;
import dev.weir.livestore.proxy.PushDecision;
import dev.weir.livestore.proxy.Refusal;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.proxy.interceptor.InterceptedPush;
import dev.weir.livestore.proxy.interceptor.Interceptors;
import dev.weir.livestore.proxy.interceptor.PushEnding;
import dev.weir.livestore.proxy.interceptor.PushInterceptor;
import dev.weir.livestore.proxy.interceptor.Verdict;
import dev.weir.livestore.proxy.limits.ProxyLimits;
import dev.weir.livestore.proxy.limits.PushRates;
import dev.weir.livestore.proxy.limits.RateLimit;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Limits, interceptors and traces over real HTTP: what a client sees, and that the store is as it
/// should be.
class GuardedProxyTest {
  private static final ProxyHttpConfig QUICK =
      ProxyHttpConfig.defaults().withRefusalDelay(Duration.ofMillis(20));
  private static final PushRates ONE_AT_ONCE =
      PushRates.unlimited().withEvents(new RateLimit(1, 1));

  private final S2 s2 = S2Lite.inMemory();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk tracing =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final LiveStoreProxy proxy =
      LiveStoreProxy.over(
          s2,
          new BasinName("livestore"),
          ProxyConfig.defaults()
              .withPingInterval(Duration.ofMillis(50))
              .withMaxStoreEvents(5)
              .withTelemetry(
                  ProxyTelemetry.none().withOpenTelemetry(tracing).withListener(new Told())));
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<Server> server = Optional.empty();

  private final class Told implements ProxyListener {
    @Override
    public void pushDecided(PushDecision decision, int events, long bytes, long nanos) {
      told.add("decided " + events);
    }

    @Override
    public void pushRefused(Refusal why) {
      told.add("push " + why);
    }

    @Override
    public void pullRefused(Refusal why) {
      told.add("pull " + why);
    }

    @Override
    public void pushDelayed(long nanos) {
      told.add("push delayed");
    }

    @Override
    public void pullDelayed() {
      told.add("pull delayed");
    }
  }

  private void serve(ProxyHttpConfig config) {
    var builder = Server.builder().http(0);
    ProxyRoutes.install(builder, "/api/s2", proxy, config);
    Server started = builder.build();
    started.start().join();
    server = Optional.of(started);
  }

  private void serve(ProxyLimits limits) {
    serve(QUICK.withLimits(limits));
  }

  @AfterEach
  void stop() {
    proxy.close();
    // Not waited for: its event loops rest for 2 s before they end.
    var unused = server.map(Server::closeAsync);
    http.close();
    s2.close();
    tracing.close();
  }

  private static String event(int seqNum) {
    return "{\"name\":\"v1.TodoCreated\",\"args\":{\"text\":\"x\"},\"seqNum\":"
        + seqNum
        + ",\"parentSeqNum\":"
        + (seqNum - 1)
        + ",\"clientId\":\"c\",\"sessionId\":\"s\"}";
  }

  private HttpResponse<String> push(String store, int... seqNums) throws Exception {
    return push(Optional.empty(), store, seqNums);
  }

  private HttpResponse<String> push(Optional<String> traceparent, String store, int... seqNums)
      throws Exception {
    var events = Arrays.stream(seqNums).mapToObj(GuardedProxyTest::event).toList();
    var body = "{\"storeId\":\"" + store + "\",\"batch\":[" + String.join(",", events) + "]}";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(""))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body));
    traceparent.ifPresent(value -> request.header("traceparent", value));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String rest) {
    return URI.create(
        "http://127.0.0.1:" + server.orElseThrow().activeLocalPort() + "/api/s2" + rest);
  }

  private HttpRequest pull(String store, boolean live, String from) {
    var args = "{\"storeId\":\"" + store + "\",\"s2SeqNum\":" + from + ",\"live\":" + live + "}";
    return HttpRequest.newBuilder(
            uri("?args=" + URLEncoder.encode(args, StandardCharsets.UTF_8).replace("+", "%20")))
        .build();
  }

  private void awaitTold(String what) throws InterruptedException {
    String next = "";
    while (!next.equals(what)) {
      next = told.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("being told: " + what).isNotNull();
    }
  }

  @Test
  void push_farOverItsRate_isToldWhenToComeBack() throws Exception {
    serve(
        ProxyLimits.defaults()
            .withRatesOfPrincipal(ONE_AT_ONCE)
            .withMaxPushDelay(Duration.ofMillis(500)));
    assertThat(push("a", 1, 2, 3, 4).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = push("a", 5);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 3L);
    assertThat(refused.body()).contains("\"code\":\"RateLimited\"", "nothing was stored");
    awaitTold("push RATE_LIMITED");
    assertThat(http.send(pull("a", false, "3"), BodyHandlers.ofString()).body())
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("seqNum");
  }

  @Test
  void push_somewhatOverItsRate_waitsForItsTurn() throws Exception {
    serve(
        ProxyLimits.defaults()
            .withRatesOfStore(PushRates.unlimited().withEvents(new RateLimit(20, 1))));
    for (int i = 1; i <= 5; i++) {
      assertThat(push("a", i).statusCode()).isEqualTo(200);
    }
    awaitTold("push delayed");
    assertThat(told).doesNotContain("push RATE_LIMITED");
  }

  @Test
  void push_thatWaits_holdsUpNobodyElseOfItsStore() throws Exception {
    serve(
        ProxyLimits.defaults()
            .withRatesOfPrincipal(PushRates.unlimited().withEvents(new RateLimit(1, 1)))
            .withMaxPushDelay(Duration.ofMinutes(5)));
    push("a", 1);
    push("a", 2);
    told.clear();
    var waiting =
        http.sendAsync(
            HttpRequest.newBuilder(uri(""))
                .header("content-type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"storeId\":\"a\",\"batch\":[" + event(3) + "," + event(4) + "]}"))
                .build(),
            BodyHandlers.ofString());
    awaitTold("push delayed");
    // The same store, by another way than the one that is over its rate.
    assertThat(proxy.decide(new PushPayload("a", List.of(EncodedEvent.parse(event(3))))).repeated())
        .isZero();
    assertThat(waiting.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void push_whileTheProxyCloses_doesNotWaitOn() throws Exception {
    serve(
        ProxyLimits.defaults()
            .withRatesOfPrincipal(ONE_AT_ONCE)
            .withMaxPushDelay(Duration.ofMinutes(5)));
    push("a", 1, 2, 3, 4);
    var waiting =
        http.sendAsync(
            HttpRequest.newBuilder(uri(""))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"storeId\":\"a\",\"batch\":[" + event(5) + "]}"))
                .build(),
            BodyHandlers.ofString());
    awaitTold("push delayed");
    proxy.close();
    assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
  }

  @Test
  void push_ofMoreEventsThanAllowed_isRefused() throws Exception {
    serve(ProxyLimits.defaults().withPushSizes(2, 1 << 20));
    HttpResponse<String> refused = push("a", 1, 2, 3);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("BatchTooLarge", "3 events");
    assertThat(push("a", 1, 2).statusCode()).isEqualTo(200);
  }

  @Test
  void push_ofAnEventLargerThanAllowed_isRefused() throws Exception {
    serve(ProxyLimits.defaults().withPushSizes(10, event(1).length() - 1));
    HttpResponse<String> refused = push("a", 1);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("EventTooLarge", "batch[0]");
    awaitTold("push TOO_LARGE");
  }

  @Test
  void push_ofAnEventOfExactlyTheMost_isStored() throws Exception {
    serve(ProxyLimits.defaults().withPushSizes(10, event(1).length()));
    assertThat(push("a", 1).statusCode()).isEqualTo(200);
  }

  @Test
  void push_toAFullStore_isRefusedUntilThereIsRoom() throws Exception {
    serve(QUICK);
    assertThat(push("a", 1, 2, 3, 4, 5).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = push("a", 6);
    assertThat(refused.statusCode()).isEqualTo(507);
    assertThat(refused.body()).contains("StoreFull", "raise the limit");
    awaitTold("push STORE_FULL");
    assertThat(push("a", 4, 5).statusCode()).isEqualTo(200);
  }

  @Test
  void pull_overTheLimit_isHeldWithPingsUntilOneEnds() throws Exception {
    serve(ProxyLimits.defaults().withMaxPulls(1, 100));
    push("a", 1);
    var first = http.send(pull("a", true, "0"), BodyHandlers.ofLines());
    var second = http.sendAsync(pull("b", false, "\"from-start\""), BodyHandlers.ofLines());
    awaitTold("pull delayed");
    try (Stream<String> lines = second.get(20, TimeUnit.SECONDS).body()) {
      Iterator<String> iterator = lines.iterator();
      assertThat(iterator.next()).isEqualTo("event: ping");
      push("a", 2);
      assertThat(first.body()).anyMatch(line -> line.contains("[DONE]"));
      String line = iterator.next();
      while (!line.equals("data: [DONE]")) {
        line = iterator.next();
      }
    }
  }

  @Test
  void pull_farOverTheLimit_isRefused() throws Exception {
    serve(ProxyLimits.defaults().withMaxPulls(1, 100));
    push("a", 1);
    try (Stream<String> served = http.send(pull("a", true, "0"), BodyHandlers.ofLines()).body();
        Stream<String> waiting = http.send(pull("a", true, "0"), BodyHandlers.ofLines()).body()) {
      HttpResponse<String> refused = http.send(pull("a", true, "0"), BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).contains("10");
      awaitTold("pull RATE_LIMITED");
      push("a", 2);
      assertThat(served).anyMatch(line -> line.contains("[DONE]"));
      assertThat(waiting).anyMatch(line -> line.contains("seqNum"));
    }
  }

  private static final class ThreeAtMost implements PushInterceptor {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public Verdict before(InterceptedPush push) {
      told.add(LogContext.current().map(LogContext::toString).orElse("no context"));
      return push.events().size() > 3 ? Verdict.reject("three at most") : Verdict.accept();
    }

    @Override
    public void after(InterceptedPush push, PushEnding ending) {
      told.add(push.principal().name() + " " + push.storeId() + " " + ending);
    }
  }

  @Test
  void push_thatAnInterceptorRejects_isAnsweredWithTheReason() throws Exception {
    var interceptor = new ThreeAtMost();
    serve(QUICK.withInterceptors(Interceptors.of(interceptor)));
    HttpResponse<String> refused = push("a", 1, 2, 3, 4);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("\"error\":\"three at most\"", "\"code\":\"Rejected\"");
    awaitTold("push REJECTED");
    assertThat(interceptor.told).hasSize(1);
  }

  @Test
  void interceptor_ofAPush_isToldWhatBecameOfIt() throws Exception {
    var interceptor = new ThreeAtMost();
    serve(QUICK.withInterceptors(Interceptors.of(interceptor)));
    push("a", 1, 2);
    push("a", 2, 3);
    push("a", 2);
    push("a", 5);
    assertThat(interceptor.told.stream().filter(line -> line.startsWith("anybody")))
        .containsExactly(
            "anybody a Stored[newEvents=2]",
            "anybody a Stored[newEvents=1]",
            "anybody a Stored[newEvents=0]",
            "anybody a Behind[head=e3]");
  }

  @Test
  void interceptor_thatThrows_leavesTheStoreAsItWas() throws Exception {
    serve(
        QUICK.withInterceptors(
            Interceptors.of(
                new PushInterceptor() {
                  @Override
                  public Verdict before(InterceptedPush push) {
                    throw new IllegalStateException("secret");
                  }
                })));
    HttpResponse<String> refused = push("a", 1);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).doesNotContain("secret").contains("push again");
    assertThat(http.send(pull("a", false, "\"from-start\""), BodyHandlers.ofString()).body())
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("seqNum");
  }

  @Test
  void push_ofATracedClient_continuesItsTraceToTheAppend() throws Exception {
    serve(QUICK);
    var trace = "0af7651916cd43dd8448eb211c80319c";
    push(Optional.of("00-" + trace + "-b7ad6b7169203331-01"), "a", 1, 2);
    SpanData push = span("push");
    SpanData append = span("append");
    assertThat(push.getTraceId()).isEqualTo(trace);
    assertThat(push.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(push.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(append.getParentSpanId()).isEqualTo(push.getSpanId());
    assertThat(push.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("livestore.store.id"), "a")
        .containsEntry(AttributeKey.stringKey("enduser.id"), "anybody")
        .containsEntry(AttributeKey.longKey("livestore.events"), 2L)
        .containsEntry(AttributeKey.stringKey("livestore.outcome"), "accepted");
  }

  @Test
  void push_ofAStockClientThatDoesNotTrace_beginsATraceOfItsOwn() throws Exception {
    serve(QUICK);
    push(Optional.of("00-native-native-01"), "a", 1);
    SpanData push = span("push");
    assertThat(push.getParentSpanContext().isValid()).isFalse();
    assertThat(push.getSpanContext().isValid()).isTrue();
  }

  @Test
  void push_thatIsRefused_saysWhyInItsSpan() throws Exception {
    serve(QUICK);
    push("a", 1, 2, 3, 4, 5);
    spans.reset();
    push("a", 6);
    SpanData push = span("push");
    assertThat(push.getAttributes().get(AttributeKey.stringKey("livestore.outcome")))
        .isEqualTo("store_full");
    assertThat(push.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  private SpanData span(String name) {
    List<SpanData> found =
        spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(found).as("spans named " + name).hasSize(1);
    return found.getFirst();
  }
}
