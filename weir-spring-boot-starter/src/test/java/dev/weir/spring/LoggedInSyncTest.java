package dev.weir.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Authorizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

/// An application with Spring Security: its users are the proxy's principals.
@NullMarked
@Timeout(120)
class LoggedInSyncTest {
  private static final UserDetails ANN = User.withUsername("ann").password("{noop}a").build();
  private static final UserDetails BEN = User.withUsername("ben").password("{noop}b").build();

  static class Basic {
    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(ANN, BEN);
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .csrf(csrf -> csrf.disable())
          .httpBasic(Customizer.withDefaults())
          .build();
    }
  }

  static class ReactiveBasic {
    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http) {
      return http.authorizeExchange(requests -> requests.anyExchange().permitAll())
          .csrf(ServerHttpSecurity.CsrfSpec::disable)
          .anonymous(Customizer.withDefaults())
          .httpBasic(Customizer.withDefaults())
          .build();
    }

    @Bean
    ReactiveUserDetailsService reactiveUsers() {
      return new MapReactiveUserDetailsService(ANN, BEN);
    }
  }

  static class OwnStores {
    @Bean
    Authorizer authorizer() {
      return (principal, access, storeId) -> {
        if (!storeId.startsWith(principal.name() + "-")) {
          throw AccessDeniedException.forbidden(access);
        }
      };
    }
  }

  private static Class<?>[] login(WebApplicationType server, Class<?>... more) {
    var login = server == WebApplicationType.SERVLET ? Basic.class : ReactiveBasic.class;
    return Stream.concat(Stream.of(App.Guarded.class, login), Stream.of(more))
        .toArray(Class<?>[]::new);
  }

  private static final String IN_MEMORY = "weir.s2.memory=true";
  private static final String AT_ONCE = "weir.refusal-delay=0s";

  private static String[] as(String user, String password) {
    var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new String[] {"authorization", "Basic " + Base64.getEncoder().encodeToString(pair)};
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void usersOfSpringSecurity_areThePrincipals(WebApplicationType server) throws Exception {
    try (var app = App.start(server, login(server, OwnStores.class), IN_MEMORY, AT_ONCE)) {
      String url = app.base() + "/api/s2";
      assertThat(Http.push(url, "ann-1", as("ann", "a")).statusCode()).isEqualTo(200);
      assertThat(Http.push(url, "ann-1", as("ben", "b")).statusCode()).isEqualTo(403);
      assertThat(Http.push(url, "ann-1", as("ann", "wrong")).statusCode()).isEqualTo(401);
      assertThat(Http.push(url, "ann-1").statusCode()).as("nobody").isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void nothingSaysWhichStores_usersOfThisMachineAlone_maySync(WebApplicationType server)
      throws Exception {
    try (var app =
        App.start(
            server,
            login(server),
            IN_MEMORY,
            AT_ONCE,
            "server.forward-headers-strategy=framework")) {
      String url = app.base() + "/api/s2";
      assertThat(Http.push(url, "any", as("ann", "a")).statusCode()).isEqualTo(200);
      assertThat(Http.push(url, "any").statusCode()).isEqualTo(401);
      String[] ann = as("ann", "a");
      assertThat(
              Http.push(url, "any", ann[0], ann[1], "x-forwarded-for", "203.0.113.9").statusCode())
          .isEqualTo(403);
    }
  }

  /// The servlet breaks off by a second dispatch, which Spring Security sees too.
  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void brokenOffPull_ofAUser_doesNotEndCleanly(WebApplicationType server) throws Exception {
    try (var app =
        App.start(
            server,
            login(server, OwnStores.class),
            IN_MEMORY,
            AT_ONCE,
            "weir.ping-interval=50ms")) {
      String args = "{\"storeId\":\"ann-1\",\"s2SeqNum\":7,\"live\":false}";
      String url = app.base() + "/api/s2";
      try (InputStream answer = Http.open(url, args, as("ann", "a")).body()) {
        assertThat(new String(answer.readNBytes(11), StandardCharsets.US_ASCII))
            .isEqualTo("event: ping");
        app.bean(LiveStoreProxy.class).close();
        assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
      }
    }
  }
}
