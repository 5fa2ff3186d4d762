package dev.weir.example.spring.webflux;

import dev.weir.example.spring.ApiTokens;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Logs in whoever brings a token. Who brings none, or a wrong one, goes on as nobody.
record TokenFilter(ApiTokens tokens) implements WebFilter {
  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    var request = exchange.getRequest();
    Mono<Void> rest = chain.filter(exchange);
    return tokens
        .userOf(request.getHeaders().getFirst("authorization"), request.getURI().getRawQuery())
        .map(user -> UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()))
        .map(user -> rest.contextWrite(ReactiveSecurityContextHolder.withAuthentication(user)))
        .orElse(rest);
  }
}
