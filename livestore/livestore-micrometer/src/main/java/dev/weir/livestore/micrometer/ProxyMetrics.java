package dev.weir.livestore.micrometer;

import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.livestore.proxy.PushDecision;
import dev.weir.livestore.proxy.Refusal;
import dev.weir.livestore.sync.PushResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What LiveStore sync does, in meters. Their labels are the kinds of answers there are. Give it to
/// [dev.weir.livestore.proxy.ProxyTelemetry#withListener].
public final class ProxyMetrics implements ProxyListener {
  private final Counter accepted;
  private final Counter repeated;
  private final Counter conflicts;
  private final Map<Refusal, Counter> pushRefusals = new EnumMap<>(Refusal.class);
  private final Map<Refusal, Counter> pullRefusals = new EnumMap<>(Refusal.class);
  private final Timer pushLatency;
  private final Counter pushBytes;
  private final Counter repeatedEvents;
  private final Counter healed;
  private final Timer pushDelays;
  private final Counter pullDelays;
  private final Timer appendLatency;
  private final Counter appendedEvents;
  private final Counter appendedBytes;
  private final Counter overtaken;
  private final AtomicInteger livePulls;
  private final AtomicInteger upstreamSessions;
  private final AtomicInteger openStores;
  private final Sent live;
  private final Sent catchUp;
  private final Timer deliveryLag;

  /// Registers the meters. One proxy has one of these: the gauges count what it is told of.
  public ProxyMetrics(MeterRegistry registry) {
    accepted = push("accepted", registry);
    repeated = push("repeated", registry);
    conflicts = push("conflict", registry);
    for (Refusal why : Refusal.values()) {
      pushRefusals.put(why, push(name(why), registry));
      pullRefusals.put(why, pullRefusal(name(why), registry));
    }
    pushLatency = Meters.timer("livestore.push.latency", "From a push to its answer", registry);
    pushBytes = counter("livestore.push.bytes", "Of the bodies of decided pushes", registry);
    repeatedEvents =
        counter("livestore.push.repeated.events", "Events that were stored before", registry);
    healed =
        counter(
            "livestore.pushes.healed", "Pushes accepted although S2 failed on the way", registry);
    pushDelays =
        Timer.builder("livestore.push.delay")
            .description("Waits of pushes that came too early")
            .register(registry);
    pullDelays = counter("livestore.pulls.delayed", "Pulls that waited for a slot", registry);
    appendLatency =
        Meters.timer("livestore.append.latency", "From an append to S2's answer", registry);
    appendedEvents = counter("livestore.appended.events", "Events stored in S2", registry);
    appendedBytes = counter("livestore.appended.bytes", "Metered bytes stored in S2", registry);
    overtaken =
        counter("livestore.appends.overtaken", "Appends that another writer came before", registry);
    livePulls = Meters.gauge("livestore.live.pulls", "Live pulls that are held", registry);
    upstreamSessions =
        Meters.gauge("livestore.upstream.sessions", "Read sessions that feed them", registry);
    openStores = Meters.gauge("livestore.open.stores", "Stores in memory", registry);
    live = new Sent("live", registry);
    catchUp = new Sent("catch.up", registry);
    deliveryLag =
        Meters.timer(
            "livestore.delivery.lag", "From S2's answer until a live client had it", registry);
  }

  private static Counter push(String outcome, MeterRegistry registry) {
    return Counter.builder("livestore.pushes")
        .description("Pushes, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter pullRefusal(String reason, MeterRegistry registry) {
    return Counter.builder("livestore.pulls.refused")
        .description("Pulls that were refused")
        .tag("reason", reason)
        .register(registry);
  }

  private static Counter counter(String name, String description, MeterRegistry registry) {
    return Meters.counter(name, description, registry);
  }

  private static String name(Refusal why) {
    return why.name().toLowerCase(Locale.ROOT);
  }

  /// Pages that clients got.
  private record Sent(Counter pages, Counter events, Counter bytes) {
    Sent(String kind, MeterRegistry registry) {
      this(
          counter("livestore." + kind + ".pages", "Pages that clients got", registry),
          counter("livestore." + kind + ".events", "Events in them", registry),
          counter("livestore." + kind + ".bytes", "Bytes of them", registry));
    }

    void add(int eventCount, long byteCount) {
      pages.increment();
      events.increment(eventCount);
      bytes.increment((double) byteCount);
    }
  }

  @Override
  public void pushDecided(PushDecision decision, int events, long bytes, long nanos) {
    outcome(decision, events).increment();
    pushLatency.record(nanos, TimeUnit.NANOSECONDS);
    pushBytes.increment((double) bytes);
    repeatedEvents.increment(decision.repeated());
    if (decision.healed()) {
      healed.increment();
    }
  }

  private Counter outcome(PushDecision decision, int events) {
    return switch (decision.result()) {
      case PushResult.Accepted accept ->
          events > 0 && decision.repeated() == events ? repeated : accepted;
      case PushResult.ServerAhead ahead -> conflicts;
    };
  }

  @Override
  public void pushRefused(Refusal why) {
    Objects.requireNonNull(pushRefusals.get(why)).increment();
  }

  @Override
  public void pullRefused(Refusal why) {
    Objects.requireNonNull(pullRefusals.get(why)).increment();
  }

  @Override
  public void pushDelayed(long nanos) {
    pushDelays.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void pullDelayed() {
    pullDelays.increment();
  }

  @Override
  public void appended(int events, long meteredBytes, long nanos) {
    appendLatency.record(nanos, TimeUnit.NANOSECONDS);
    appendedEvents.increment(events);
    appendedBytes.increment((double) meteredBytes);
  }

  @Override
  public void appendOvertaken() {
    overtaken.increment();
  }

  @Override
  public void livePullsChanged(int by) {
    livePulls.addAndGet(by);
  }

  @Override
  public void upstreamSessionsChanged(int by) {
    upstreamSessions.addAndGet(by);
  }

  @Override
  public void openStoresChanged(int by) {
    openStores.addAndGet(by);
  }

  @Override
  public void livePageSent(int events, long bytes) {
    live.add(events, bytes);
  }

  @Override
  public void delivered(long nanos) {
    deliveryLag.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void catchUpPageSent(int events, long bytes) {
    catchUp.add(events, bytes);
  }
}
