package dev.weir.example.spring.mvc;

import dev.weir.example.spring.ApiTokens;
import dev.weir.example.spring.OwnStores;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// An application with a page of its own, and LiveStore sync at `/api/s2`.
@SpringBootApplication
@EnableConfigurationProperties(ApiTokens.class)
@Import(OwnStores.class)
@RestController
public class MvcApp {
  /// Starts the example on port 8080.
  public static void main(String[] args) {
    SpringApplication.run(MvcApp.class, args);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http, ApiTokens tokens) {
    return http
        // A push is JSON with a token, which no page of another site can send.
        .csrf(csrf -> csrf.ignoringRequestMatchers("/api/s2/**"))
        // The proxy refuses whom it does not know, and holds that back: a stock client asks again
        // at once.
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers("/", "/api/s2/**", "/actuator/health")
                .permitAll()
                .anyRequest()
                .authenticated())
        .addFilterBefore(new TokenFilter(tokens), AnonymousAuthenticationFilter.class)
        .build();
  }

  @GetMapping("/")
  String page() {
    return "my application\n";
  }
}
