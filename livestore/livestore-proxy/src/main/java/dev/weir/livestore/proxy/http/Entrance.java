package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where a request shows who it comes from, and is told whether it may go on.
final class Entrance {
  private final Access access;

  Entrance(Access access) {
    this.access = access;
  }

  /// @throws dev.weir.livestore.proxy.access.AccessDeniedException if the request is not let in
  Principal authenticate(ProxyExchange exchange, Optional<String> payloadJson)
      throws InterruptedException {
    var credentials =
        new Credentials(
            exchange.headers("authorization").stream().findFirst(),
            cookies(exchange),
            payloadJson,
            exchange.remoteAddress());
    return access.authenticator().authenticate(credentials);
  }

  /// @throws dev.weir.livestore.proxy.access.AccessDeniedException if the principal may not
  void authorize(Principal principal, StoreAccess wanted, String storeId)
      throws InterruptedException {
    access.authorizer().authorize(principal, wanted, storeId);
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
