package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyTelemetry;
import dev.weir.livestore.proxy.PushDecision;
import dev.weir.livestore.proxy.access.Caller;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.proxy.interceptor.Interceptors;
import dev.weir.livestore.proxy.interceptor.PushEnding;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.PushPayload;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `POST`: a push. Who is it, may it, is it within its limits, does the application mind; then the
/// store decides.
final class Pushes {
  /// A stock client never repeats a push that hangs. Longer than the proxy's own deadline: only a
  /// call to S2 that hangs comes here.
  private static final Duration LONGEST_DECISION = Duration.ofSeconds(20);

  /// A stock client waits as long as it takes, and would be back sooner if it were told at once.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final LiveStoreProxy proxy;
  private final ProxyTelemetry telemetry;
  private final Entrance entrance;
  private final Refusals refusals;
  private final PushLimits limits;
  private final PushRoom room = new PushRoom(PATIENCE);
  private final Interceptors interceptors;
  private final Duration longest;
  private final int maxBytes;

  Pushes(LiveStoreProxy proxy, Entrance entrance, Refusals refusals, ProxyHttpConfig config) {
    this.proxy = proxy;
    this.telemetry = proxy.config().telemetry();
    this.entrance = entrance;
    this.refusals = refusals;
    this.limits = new PushLimits(proxy, config.limits());
    this.interceptors = config.interceptors();
    this.longest =
        interceptors.inOrder().isEmpty()
            ? LONGEST_DECISION
            : LONGEST_DECISION.plus(interceptors.deadline());
    this.maxBytes = config.maxPushBytes();
  }

  void answer(ProxyExchange exchange) throws InterruptedException {
    PushSpan span = PushSpan.begin(exchange, telemetry.openTelemetry());
    try {
      Optional<RefusedPush> refused = decide(exchange, span);
      // Not there: a refusal may be held back, and what was pushed must be forgotten by then.
      if (refused.isPresent()) {
        refuse(refused.get(), span, exchange);
      }
    } finally {
      span.end();
    }
  }

  private Optional<RefusedPush> decide(ProxyExchange exchange, PushSpan span)
      throws InterruptedException {
    var story = new PushStory(exchange, telemetry.stores());
    if (!isJson(exchange)) {
      story.refused(RefusedPush.unsupportedMediaType(), Optional.empty());
      return Optional.of(RefusedPush.unsupportedMediaType());
    }
    try {
      Caller caller = entrance.pushing(exchange);
      try (PushRoom.Place place = room.receive(exchange, maxBytes)) {
        ReceivedPush push = receive(exchange, caller, place, story);
        span.received(push);
        PushDecision decision = span.call(() -> decide(push, place, span, story));
        span.decided(decision);
        exchange.respond(Answers.pushed(decision.result()));
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      RefusedPush refused = span.call(() -> RefusedPush.by(e));
      story.refused(refused, Optional.of(e));
      return Optional.of(refused);
    }
  }

  /// A page of a foreign site can make a browser send any other kind of body here without asking
  /// first.
  private static boolean isJson(ProxyExchange exchange) {
    return exchange.headers("content-type").stream()
        .findFirst()
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(type -> type.equals("application/json") || type.endsWith("+json"))
        .isPresent();
  }

  private ReceivedPush receive(
      ProxyExchange exchange, Caller caller, PushRoom.Place place, PushStory story)
      throws InterruptedException {
    byte[] body = ContentCoding.decoded(exchange, exchange.body(maxBytes), maxBytes);
    place.received(body.length);
    PushPayload payload = PushPayload.decode(body);
    story.decoded(payload, body.length);
    LiveStoreProxy.requireStoreId(payload.storeId());
    Principal principal = caller.admit(StoreAccess.WRITE, payload.storeId());
    story.admitted(principal.name());
    return new ReceivedPush(payload, principal, Entrance.limited(principal, exchange), body.length);
  }

  private void refuse(RefusedPush refused, PushSpan span, ProxyExchange exchange)
      throws InterruptedException {
    span.refused(refused.why());
    telemetry.listener().pushRefused(refused.why());
    if (refused.slowly()) {
      refusals.respondSlowly(exchange, refused.answer());
    } else {
      exchange.respond(refused.answer());
    }
  }

  private PushDecision decide(
      ReceivedPush push, PushRoom.Place place, PushSpan span, PushStory story)
      throws InterruptedException {
    limits.pass(push, place, span);
    interceptors.requireAccepted(push.intercepted());
    return inTime(place.handedTo(Context.current().wrap(() -> decideAndTell(push, story))));
  }

  private PushDecision decideAndTell(ReceivedPush push, PushStory story)
      throws InterruptedException {
    PushDecision decision = decideOrTellWhyNot(push);
    int events = push.payload().batch().size();
    interceptors.tell(push.intercepted(), ending(decision, events));
    telemetry.listener().pushDecided(decision, events, push.bytes(), story.nanos());
    story.decided(decision);
    return decision;
  }

  private PushDecision decideOrTellWhyNot(ReceivedPush push) throws InterruptedException {
    try {
      return proxy.decide(push.payload());
    } catch (RuntimeException | Error e) {
      interceptors.tell(push.intercepted(), new PushEnding.Failed(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private static PushEnding ending(PushDecision decision, int events) {
    return switch (decision.result()) {
      case PushResult.Accepted accepted -> new PushEnding.Stored(events - decision.repeated());
      case PushResult.ServerAhead ahead -> new PushEnding.Behind(ahead.minimumExpectedNum());
    };
  }

  /// On a thread of its own, so that there is an answer in time whatever S2 does. It goes on when
  /// nobody waits for it any more: what is stored is told and counted, and keeps its room as long.
  private PushDecision inTime(Callable<PushDecision> work) throws InterruptedException {
    var decision = new FutureTask<>(work);
    Thread.ofVirtual().name("weir-push").start(decision);
    try {
      return decision.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new UndecidedException();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case InterruptedException cutOff -> throw cutOff;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  /// S2 does not answer at all.
  static final class UndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecidedException() {
      super("S2 does not answer; push again");
    }
  }
}
