package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.LiveStoreProxy;
import java.util.Map;

/// The proxy's protocol in HTTP's terms, for any server: `HEAD` is a ping, `GET` a pull and `POST`
/// a push, all on one path, and apart on `/ping`, `/pull` and `/push` below it. `GET` on `/live` is
/// a live pull whose answer carries page after page. CORS is the server's business. Thread-safe.
public final class ProxyHandler {
  private enum Operation {
    PING,
    PULL,
    FOLLOW,
    PUSH
  }

  /// By path, then by method.
  private static final Map<String, Map<String, Operation>> ROUTES =
      Map.of(
          "",
          Map.of("HEAD", Operation.PING, "GET", Operation.PULL, "POST", Operation.PUSH),
          "/ping",
          Map.of("HEAD", Operation.PING, "GET", Operation.PING),
          "/pull",
          Map.of("GET", Operation.PULL),
          "/live",
          Map.of("GET", Operation.FOLLOW),
          "/push",
          Map.of("POST", Operation.PUSH));

  /// Somewhat more than the pulls that wait where all is well: when nobody can be let in for want
  /// of an identity service, all of them must be slowed.
  private static final int MOST_HELD_REFUSALS = 20_000;

  private static final int MOST_HELD_REFUSALS_OF_ONE_ADDRESS = 1_000;

  private final HostCheck hosts;
  private final Refusals refusals;
  private final Pulls pulls;
  private final Pushes pushes;

  private ProxyHandler(LiveStoreProxy proxy, ProxyHttpConfig config) {
    this.hosts = config.hosts();
    this.refusals =
        new Refusals(config.refusalDelay(), MOST_HELD_REFUSALS, MOST_HELD_REFUSALS_OF_ONE_ADDRESS);
    var entrance = new Entrance(config.access(), config.allowedOrigins());
    this.pulls = new Pulls(proxy, entrance, refusals, config.limits());
    this.pushes = new Pushes(proxy, entrance, refusals, config);
  }

  /// A handler in front of `proxy`, which stays the caller's to close.
  public static ProxyHandler of(LiveStoreProxy proxy, ProxyHttpConfig config) {
    return new ProxyHandler(proxy, config);
  }

  /// Answers one request. Blocks until the answer is complete, which for a live pull may take
  /// minutes, so it belongs on a virtual thread.
  ///
  /// @throws InterruptedException if the answer must be broken off: the client has gone, or the
  ///   proxy closes and has no answer to give
  public void handle(ProxyExchange exchange) throws InterruptedException {
    if (!exchange.headers("host").stream().allMatch(hosts::allows)) {
      refusals.respondSlowly(exchange, Refusals.misdirected());
      return;
    }
    Map<String, Operation> methods = ROUTES.getOrDefault(exchange.path(), Map.of());
    Operation operation = methods.get(exchange.method());
    switch (operation) {
      case PING -> exchange.respond(Answers.pong());
      case PULL -> pulls.answer(exchange);
      case FOLLOW -> pulls.follow(exchange);
      case PUSH -> pushes.answer(exchange);
      case null ->
          refusals.respondSlowly(
              exchange,
              methods.isEmpty()
                  ? Answers.notFound(exchange.path())
                  : Answers.methodNotAllowed(exchange.method(), methods.keySet()));
    }
  }
}
