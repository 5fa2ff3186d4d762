package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.InvalidStoreIdException;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Caller;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.ProxyResponse;
import dev.weir.livestore.syncs2.PullArgs;
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

  Pulls(LiveStoreProxy proxy, Entrance entrance, Refusals refusals) {
    this.proxy = proxy;
    this.entrance = entrance;
    this.refusals = refusals;
  }

  void answer(ProxyExchange exchange) throws InterruptedException {
    Optional<PullArgs> args = admit(exchange);
    if (args.isPresent()) {
      proxy.pull(args.get(), exchange.respondStreaming(EVENT_STREAM));
    }
  }

  /// A live pull that carries page after page. A stock client always begins with one that is not
  /// live: where it was sent here by mistake, it is refused before it can suffer from it.
  void follow(ProxyExchange exchange) throws InterruptedException {
    Optional<PullArgs> args = admit(exchange);
    if (args.isEmpty()) {
      return;
    }
    if (!args.get().live()) {
      refusals.respondSlowly(exchange, NOT_LIVE);
      return;
    }
    proxy.follow(args.get(), exchange.respondStreaming(EVENT_STREAM));
  }

  /// What is asked for, unless that was refused.
  private Optional<PullArgs> admit(ProxyExchange exchange) throws InterruptedException {
    try {
      PullArgs args = PullArgs.fromQuery(exchange.query());
      LiveStoreProxy.requireStoreId(args.storeId());
      Caller caller = entrance.pulling(exchange, args.payloadJson());
      Principal unused = caller.admit(StoreAccess.READ, args.storeId());
      if (!proxy.isClosed()) {
        return Optional.of(args);
      }
      refusals.respondSlowly(exchange, Answers.error(503, "Unavailable", "the proxy is closed"));
    } catch (MalformedRequestException | InvalidStoreIdException e) {
      refusals.respondSlowly(exchange, Answers.error(400, "Malformed", e));
    } catch (AccessDeniedException e) {
      refusals.respondSlowly(exchange, Refusals.denied(e));
    }
    return Optional.empty();
  }
}
