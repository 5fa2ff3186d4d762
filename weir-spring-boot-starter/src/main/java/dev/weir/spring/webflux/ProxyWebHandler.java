package dev.weir.spring.webflux;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.http.ProxyHandler;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/// The API proxy as a handler of Spring WebFlux, to be mapped to a path and all below it. Each
/// request has a virtual thread, which ends when its client goes; what is sent is not sent before
/// the connection has taken what came before.
public final class ProxyWebHandler implements WebHandler {
  private final LiveStoreProxy proxy;
  private final ProxyHandler handler;
  private final String path;

  /// @param proxy whose handler it is. Once it is closed, requests are refused at once: the server
  ///   stops, and would wait for refusals that are held back
  /// @param path where this is mapped to, below the application's base path, as in `/api/s2`
  public ProxyWebHandler(LiveStoreProxy proxy, ProxyHandler handler, String path) {
    this.proxy = proxy;
    this.handler = handler;
    this.path = path;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange) {
    if (proxy.isClosed()) {
      exchange.getResponse().setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
      exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
      return exchange.getResponse().setComplete();
    }
    return exchange
        .getPrincipal()
        .map(LoggedIn::nameOf)
        .defaultIfEmpty(Optional.empty())
        .flatMap(user -> new WebFluxExchange(exchange, path, user).serveWith(handler));
  }
}
