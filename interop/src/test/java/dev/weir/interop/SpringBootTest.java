package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Stock clients of a Spring Boot application with Spring Security.
@ExtendWith(Interop.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpringBootTest {
  private static final String ANN = "ann-0123456789abcdef";
  private static final String BEN = "ben-0123456789abcdef";

  enum Variant {
    MVC("dev.weir.example.spring.mvc.MvcApp"),
    WEBFLUX("dev.weir.example.spring.webflux.WebFluxApp");

    private final String mainClass;

    Variant(String mainClass) {
      this.mainClass = mainClass;
    }
  }

  /// When the application ends the clients still hold their pulls, which it does not wait for.
  @ParameterizedTest
  @EnumSource
  void clientsOfAUser_converge_andOthersAreRefused(
      Variant variant, Clients clients, String storeId) {
    String store = "ann-" + storeId;
    try (var app = SpringApp.start(variant.mainClass)) {
      var desk = open(clients, app, "desk", ANN, store);
      var phone = open(clients, app, "phone", ANN, store);
      var stranger = open(clients, app, "stranger", BEN, store);
      var unwanted = Commit.of("s", 1);
      stranger.commit(unwanted);

      var first = Commit.of("d", 10);
      var second = Commit.of("p", 10);
      desk.commit(first);
      phone.awaitConfirmed(first.ids());
      phone.commit(second);
      List<String> all = Stream.of(first, second).flatMap(commit -> commit.ids().stream()).toList();
      desk.awaitConfirmed(all);
      phone.awaitConfirmed(all);

      assertThat(desk.look().confirmed()).isEqualTo(all);
      assertThat(phone.look().rows()).isEqualTo(desk.look().rows());
      assertThat(stranger.look().confirmed()).isEmpty();
      assertThat(Eventlog.push(app.pushUrl(BEN), store, "raw", 20, List.of("x"))).isEqualTo(403);
      assertThat(Eventlog.push(app.pushUrl("none"), store, "raw", 20, List.of("x"))).isEqualTo(401);
      assertThat(Eventlog.push(app.pushUrl(ANN), store, "raw", 20, List.of("x"))).isEqualTo(200);
    }
  }

  private static Client open(
      Clients clients, SpringApp app, String clientId, String token, String storeId) {
    return clients.storeWithPayload(
        clientId, app.endpoint(token), storeId, Map.of("authToken", token));
  }
}
