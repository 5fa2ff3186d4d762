package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.InvalidStoreIdException;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Caller;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.PullArgs;
import java.util.Map;

/// `GET`: a pull, answered as a `text/event-stream`. Whatever refuses it refuses it slowly.
final class Pulls {
  private static final Map<String, String> EVENT_STREAM =
      Map.of(
          "content-type", "text/event-stream",
          "cache-control", "no-cache, no-transform",
          "x-accel-buffering", "no");

  private final LiveStoreProxy proxy;
  private final Entrance entrance;
  private final Refusals refusals;

  Pulls(LiveStoreProxy proxy, Entrance entrance, Refusals refusals) {
    this.proxy = proxy;
    this.entrance = entrance;
    this.refusals = refusals;
  }

  void answer(ProxyExchange exchange) throws InterruptedException {
    PullArgs args;
    try {
      args = PullArgs.fromQuery(exchange.query());
      LiveStoreProxy.requireStoreId(args.storeId());
      Caller caller = entrance.pulling(exchange, args.payloadJson());
      Principal unused = caller.admit(StoreAccess.READ, args.storeId());
    } catch (MalformedRequestException | InvalidStoreIdException e) {
      refusals.respondSlowly(exchange, Answers.error(400, "Malformed", e));
      return;
    } catch (AccessDeniedException e) {
      refusals.respondSlowly(exchange, Refusals.denied(e));
      return;
    }
    if (proxy.isClosed()) {
      refusals.respondSlowly(exchange, Answers.error(503, "Unavailable", "the proxy is closed"));
      return;
    }
    proxy.pull(args, exchange.respondStreaming(EVENT_STREAM));
  }
}
