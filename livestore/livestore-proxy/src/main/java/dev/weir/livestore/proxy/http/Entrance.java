package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Caller;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.limits.LimitedCaller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a request shows who it comes from, and is told whether it may go on.
final class Entrance {
  private static final System.Logger LOG = System.getLogger(Entrance.class.getName());

  private final Access access;
  private final List<String> allowedOrigins;

  Entrance(Access access, List<String> allowedOrigins) {
    this.access = access;
    this.allowedOrigins = allowedOrigins;
  }

  /// @throws dev.weir.livestore.proxy.access.AccessDeniedException if the request is not let in
  Caller pulling(ProxyExchange exchange, Optional<String> payloadJson) throws InterruptedException {
    return recognise(exchange, payloadJson, Optional.empty());
  }

  /// @throws dev.weir.livestore.proxy.access.AccessDeniedException if the request is not let in
  Caller pushing(ProxyExchange exchange) throws InterruptedException {
    return recognise(exchange, Optional.empty(), TokenSources.inUrl(exchange.query()));
  }

  private Caller recognise(
      ProxyExchange exchange, Optional<String> payloadJson, Optional<String> urlToken)
      throws InterruptedException {
    var credentials =
        new Credentials(
            exchange.headers("authorization").stream().findFirst(),
            RequestOrigin.of(exchange).mayBringCookies(allowedOrigins)
                ? cookies(exchange)
                : Map.of(),
            payloadJson,
            urlToken,
            exchange.remoteAddress(),
            exchange.user());
    Caller caller = contained(() -> access.recognise(credentials));
    return (wanted, storeId) -> contained(() -> caller.admit(wanted, storeId));
  }

  /// Whom a request that was let in counts for.
  static LimitedCaller limited(Principal principal, ProxyExchange exchange) {
    return exchange
        .remoteAddress()
        .map(address -> LimitedCaller.of(principal, address))
        .orElseGet(() -> LimitedCaller.of(principal));
  }

  private interface Decision<T> {
    T make() throws InterruptedException;
  }

  /// Whatever decides on access may be anybody's code. Where it fails nobody is let in.
  private static <T> T contained(Decision<T> decision) throws InterruptedException {
    try {
      return decision.make();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "access control failed unexpectedly", e);
      throw AccessDeniedException.unavailable();
    }
  }

  private static Map<String, String> cookies(ProxyExchange exchange) {
    var cookies = new HashMap<String, String>();
    for (String header : exchange.headers("cookie")) {
      for (String pair : header.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          cookies.putIfAbsent(
              pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
      }
    }
    return cookies;
  }
}
