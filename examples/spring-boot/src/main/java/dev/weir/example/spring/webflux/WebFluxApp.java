package dev.weir.example.spring.webflux;

import dev.weir.example.spring.ApiTokens;
import dev.weir.example.spring.OwnStores;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// An application with a page of its own, and LiveStore sync at `/api/s2`.
@SpringBootApplication
@EnableConfigurationProperties(ApiTokens.class)
@Import(OwnStores.class)
@RestController
public class WebFluxApp {
  /// Starts the example on port 8080.
  public static void main(String[] args) {
    // To be said only where Spring MVC is on the class path too.
    new SpringApplicationBuilder(WebFluxApp.class).web(WebApplicationType.REACTIVE).run(args);
  }

  @Bean
  SecurityWebFilterChain security(ServerHttpSecurity http, ApiTokens tokens) {
    return http
        // A push is JSON with a token, which no page of another site can send. Nothing else here
        // changes anything.
        .csrf(ServerHttpSecurity.CsrfSpec::disable)
        // The proxy refuses whom it does not know, and holds that back: a stock client asks again
        // at once.
        .authorizeExchange(requests ->
            requests
                .pathMatchers("/", "/api/s2", "/api/s2/**", "/actuator/health")
                .permitAll()
                .anyExchange()
                .authenticated())
        .addFilterAt(new TokenFilter(tokens), SecurityWebFiltersOrder.AUTHENTICATION)
        .build();
  }

  @GetMapping("/")
  String page() {
    return "my application\n";
  }
}
