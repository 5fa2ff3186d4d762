package dev.weir.spring;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.spring.webflux.ProxyWebHandler;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebFilter;

/// The proxy in Spring WebFlux.
@AutoConfiguration(after = ProxyAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({DispatcherHandler.class, CorsWebFilter.class})
@ConditionalOnBean(ProxyHandler.class)
final class WebFluxProxyAutoConfiguration {
  /// Before the application's own handlers are looked for, one of which may take all paths.
  private static final int BEFORE_ANNOTATED_HANDLERS = -10;

  @Bean
  @ConditionalOnMissingBean
  ProxyWebHandler weirWebHandler(
      LiveStoreProxy proxy, ProxyHandler handler, WeirProperties properties) {
    return new ProxyWebHandler(proxy, handler, properties.path());
  }

  @Bean
  SimpleUrlHandlerMapping weirHandlerMapping(ProxyWebHandler handler, WeirProperties properties) {
    return new SimpleUrlHandlerMapping(
        Map.of(properties.path(), handler, properties.path() + "/**", handler),
        BEFORE_ANNOTATED_HANDLERS);
  }

  /// Before Spring Security, as browsers ask without credentials whether they may send them.
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  @ConditionalOnMissingBean(name = "weirCorsFilter")
  WebFilter weirCorsFilter(WeirProperties properties) {
    if (properties.allowedOrigins().isEmpty()) {
      return (exchange, chain) -> chain.filter(exchange);
    }
    var source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration(
        properties.path() + "/**", SyncCors.of(properties.allowedOrigins()));
    return new CorsWebFilter(source);
  }
}
