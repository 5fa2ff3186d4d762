package dev.weir.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.example.spring.mvc.MvcApp;
import dev.weir.example.spring.webflux.WebFluxApp;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.UnauthorizedException;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.RequestCredentials;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Both variants of the example.
@NullMarked
@Timeout(120)
class ExampleTest {
  private static final EncodedEvent FIRST =
      EncodedEvent.of("n", "{}", new EventSeqNum(1), EventSeqNum.ROOT, "c", "s");

  /// Travels in the URLs of pulls.
  private static final String LONG_PAYLOAD = "\"" + "x".repeat(20_000) + "\"";

  @Test
  void usersSyncTheirOwnStores_withSpringMvc() throws Exception {
    check(MvcApp.class, WebApplicationType.SERVLET);
  }

  @Test
  void usersSyncTheirOwnStores_withSpringWebFlux() throws Exception {
    check(WebFluxApp.class, WebApplicationType.REACTIVE);
  }

  private static void check(Class<?> app, WebApplicationType type) throws Exception {
    String[] settings = {
      "--server.port=0",
      "--weir.refusal-delay=0s",
      "--spring.reactor.netty.shutdown-quiet-period=0s"
    };
    try (var context = new SpringApplicationBuilder(app).web(type).run(settings);
        var ann = backend(context, "ann-0123456789abcdef", "ann-todos");
        var pull = ann.pull(Optional.empty(), PullMode.LIVE);
        var ben = backend(context, "ben-0123456789abcdef", "ann-todos");
        var nobody = backend(context, "wrong", "ann-todos")) {
      assertThat(pull.next().orElseThrow().events()).isEmpty();
      assertThatThrownBy(() -> ben.push(List.of(FIRST))).isInstanceOf(UnauthorizedException.class);
      assertThatThrownBy(() -> nobody.push(List.of(FIRST)))
          .isInstanceOf(UnauthorizedException.class);
      assertThat(ann.push(List.of(FIRST))).isEqualTo(new PushResult.Accepted());
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(FIRST);

      assertThat(get(context, "/")).isEqualTo("my application\n");
      assertThat(get(context, "/actuator/health")).contains("\"weir\":{\"status\":\"UP\"}");
    }
  }

  private static String base(ConfigurableApplicationContext context) {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  private static S2SyncBackend backend(
      ConfigurableApplicationContext context, String token, String storeId) {
    return S2SyncBackend.open(
        S2SyncBackendConfig.at(base(context) + "/api/s2", storeId)
            .withPing(PingPolicy.OFF)
            .withCredentials(renew ->
                new RequestCredentials(
                    Map.of("authorization", "Bearer " + token), Optional.of(LONG_PAYLOAD))));
  }

  private static String get(ConfigurableApplicationContext context, String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(base(context) + path)).build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }
}
