package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.Deadline;
import dev.weir.livestore.proxy.InvalidStoreIdException;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.LogContext;
import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.proxy.Refusal;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Caller;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.proxy.limits.ProxyLimits;
import dev.weir.livestore.proxy.limits.PullSlots;
import dev.weir.livestore.proxy.limits.RateLimitedException;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.ProxyResponse;
import dev.weir.livestore.syncs2.PullArgs;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// `GET`: a pull, answered as a `text/event-stream`. Whatever refuses it refuses it slowly.
final class Pulls {
  private static final Map<String, String> EVENT_STREAM =
      Map.of(
          "content-type", "text/event-stream",
          "cache-control", "no-cache, no-transform",
          "x-accel-buffering", "no");

  private static final ProxyResponse NOT_LIVE =
      Answers.error(400, "Malformed", "only a pull with live=true can be answered here");

  private final LiveStoreProxy proxy;
  private final Entrance entrance;
  private final Refusals refusals;
  private final PullSlots slots;

  Pulls(LiveStoreProxy proxy, Entrance entrance, Refusals refusals, ProxyLimits limits) {
    this.proxy = proxy;
    this.entrance = entrance;
    this.refusals = refusals;
    this.slots = new PullSlots(limits);
  }

  void answer(ProxyExchange exchange) throws InterruptedException {
    answer(exchange, Kind.PAGE);
  }

  /// A live pull that carries page after page. A stock client always begins with one that is not
  /// live: where it was sent here by mistake, it is refused before it can suffer from it.
  void follow(ProxyExchange exchange) throws InterruptedException {
    answer(exchange, Kind.FOLLOW);
  }

  private enum Kind {
    PAGE,
    FOLLOW
  }

  private void answer(ProxyExchange exchange, Kind kind) throws InterruptedException {
    Optional<String> storeId = Optional.empty();
    try {
      PullArgs args = PullArgs.fromQuery(exchange.query());
      storeId = Optional.of(args.storeId());
      LiveStoreProxy.requireStoreId(args.storeId());
      Caller caller = entrance.pulling(exchange, args.payloadJson());
      Principal principal = caller.admit(StoreAccess.READ, args.storeId());
      if (proxy.isClosed()) {
        var closed = Answers.error(503, "Unavailable", "the proxy is closed");
        refuse(storeId, Refusal.UNAVAILABLE, "the proxy is closed", closed, exchange);
      } else if (kind == Kind.FOLLOW && !args.live()) {
        refuse(storeId, Refusal.MALFORMED, "it is not live", NOT_LIVE, exchange);
      } else {
        serve(args, principal, kind, exchange);
      }
    } catch (MalformedRequestException | InvalidStoreIdException e) {
      refuse(storeId, Refusal.MALFORMED, e, Answers.error(400, "Malformed", e), exchange);
    } catch (AccessDeniedException e) {
      refuse(storeId, Refusals.kind(e), e, Refusals.denied(e), exchange);
    } catch (RateLimitedException e) {
      refuse(storeId, Refusal.RATE_LIMITED, e, Answers.rateLimited(e, e.retryAfter()), exchange);
    }
  }

  private void refuse(
      Optional<String> storeId,
      Refusal why,
      RuntimeException cause,
      ProxyResponse answer,
      ProxyExchange exchange)
      throws InterruptedException {
    refuse(storeId, why, String.valueOf(cause.getMessage()), answer, exchange);
  }

  private void refuse(
      Optional<String> storeId,
      Refusal why,
      String message,
      ProxyResponse answer,
      ProxyExchange exchange)
      throws InterruptedException {
    proxy.config().telemetry().listener().pullRefused(why);
    proxy.config().telemetry().stores().pullRefused(storeId, why, message);
    refusals.respondSlowly(exchange, answer);
  }

  /// A pull that may be served.
  ///
  /// @param deadline when the credentials end that it came with
  private record Admitted(PullArgs args, Kind kind, String principal, Deadline deadline) {
    static Admitted now(PullArgs args, Kind kind, Principal principal) {
      Deadline deadline =
          principal
              .expiresAt()
              .map(end -> Deadline.in(Duration.between(Instant.now(), end)))
              .orElseGet(Deadline::never);
      return new Admitted(args, kind, principal.name(), deadline);
    }
  }

  private void serve(PullArgs args, Principal principal, Kind kind, ProxyExchange exchange)
      throws InterruptedException {
    var pull = Admitted.now(args, kind, principal);
    var caller = Entrance.limited(principal, exchange);
    try (PullSlots.PullSlot slot = slots.enter(caller, args.storeId())) {
      // A live page is small and in a hurry, and encoded once for all who wait for it.
      if (args.live() || !ContentCoding.pays(exchange)) {
        run(pull, slot, exchange.respondStreaming(EVENT_STREAM));
        return;
      }
      var answer = exchange.respondStreaming(ContentCoding.compressed(EVENT_STREAM));
      try (var sink = new GzipSink(answer)) {
        run(pull, slot, sink);
        sink.finish();
      }
    }
  }

  private void run(Admitted pull, PullSlots.PullSlot slot, PullSink sink)
      throws InterruptedException {
    Context context =
        new LogContext(pull.args().storeId(), Optional.of(pull.principal())).in(Context.root());
    var unused =
        WorkContext.call(
            context,
            () -> {
              if (slot.isOpen() || proxy.hold(pull.args(), slot::await, sink, pull.deadline())) {
                pull(pull, sink);
              }
              return pull;
            });
  }

  private void pull(Admitted pull, PullSink sink) throws InterruptedException {
    switch (pull.kind()) {
      case PAGE -> proxy.pull(pull.args(), sink, pull.deadline());
      case FOLLOW -> proxy.follow(pull.args(), sink, pull.deadline());
    }
  }
}
