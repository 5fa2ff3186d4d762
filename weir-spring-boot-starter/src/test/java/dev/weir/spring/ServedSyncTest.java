package dev.weir.spring;

import static dev.weir.spring.App.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;

/// An application without a login that serves sync, on real servers.
@NullMarked
@Timeout(120)
class ServedSyncTest {
  private static final String IN_MEMORY = "weir.s2.memory=true";
  private static final String PINGS_LATE = "weir.ping-interval=10m";
  private static final String HOLD_LONG = "weir.live-hold=10m";
  private static final String AT_ONCE = "weir.refusal-delay=0s";

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void workersOfTheApplication_syncThroughItsOwnServer(WebApplicationType server) throws Exception {
    try (var app = App.start(server, App.Open.class, IN_MEMORY);
        var one = app.bean(SyncBackends.class).open("store");
        var other = app.bean(SyncBackends.class).open("store");
        var pull = other.pull(Optional.empty(), PullMode.LIVE)) {
      one.ping();
      assertThat(pull.next().orElseThrow().events()).isEmpty();
      assertThat(one.push(List.of(event(1)))).isEqualTo(new PushResult.Accepted());
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(event(1));
      assertThat(other.push(List.of(event(2)))).isEqualTo(new PushResult.Accepted());
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(event(2));
      assertThat(one.push(List.of(event(9)))).isInstanceOf(PushResult.ServerAhead.class);

      var stream = app.bean(S2Basin.class).stream(new StreamName("store"));
      assertThat(stream.checkTail().seqNum()).isEqualTo(2);
      assertThat(
              app.bean(MeterRegistry.class)
                  .get("livestore.pushes")
                  .tag("outcome", "accepted")
                  .counter()
                  .count())
          .isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void settings_placeAndLimitSync(WebApplicationType server) throws Exception {
    try (var app =
        App.start(
            server,
            App.Open.class,
            IN_MEMORY,
            AT_ONCE,
            "weir.path=/sync/live-store",
            "weir.limits.max-push-size=1KB",
            "weir.allowed-origins=http://page.example")) {
      String url = app.base() + "/sync/live-store";
      assertThat(Http.push(url + "/push", "store").body()).isEqualTo("{\"success\":true}");
      assertThat(Http.push(url, "s".repeat(2_000)).statusCode()).isEqualTo(413);
      assertThat(Http.get(app.base() + "/api/s2").statusCode()).isEqualTo(404);
      assertThat(
              Http.preflight(url, "http://page.example")
                  .headers()
                  .firstValue("access-control-allow-origin"))
          .contains("http://page.example");
      assertThat(Http.preflight(url, "http://other.example").statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void nobodySaysWhoMaySync_onlyThisMachineMay(WebApplicationType server) throws Exception {
    String[] settings = {IN_MEMORY, AT_ONCE, "server.forward-headers-strategy=framework"};
    try (var app = App.start(server, App.Open.class, settings)) {
      String url = app.base() + "/api/s2";
      assertThat(Http.push(url, "store").statusCode()).isEqualTo(200);
      var remote = Http.push(url, "store", "x-forwarded-for", "203.0.113.9");
      assertThat(remote.statusCode()).isEqualTo(403);
      assertThat(remote.body()).contains("bean of type Authorizer");
      assertThat(Http.pingAs("evil.example", url)).contains(" 421 ");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void insecure_letsEverybodySync(WebApplicationType server) throws Exception {
    String[] settings = {
      IN_MEMORY, "server.forward-headers-strategy=framework", "weir.insecure=true"
    };
    try (var app = App.start(server, App.Open.class, settings)) {
      var remote = Http.push(app.base() + "/api/s2", "store", "x-forwarded-for", "203.0.113.9");
      assertThat(remote.statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void streamsOnDisk_areThereAfterARestart(WebApplicationType server, @TempDir Path directory)
      throws Exception {
    String onDisk = "weir.s2.data=" + directory.resolve("data");
    try (var app = App.start(server, App.Open.class, onDisk)) {
      assertThat(Http.push(app.base() + "/api/s2", "store").statusCode()).isEqualTo(200);
    }
    try (var app = App.start(server, App.Open.class, onDisk);
        var backend = app.bean(SyncBackends.class).open("store");
        var pull = backend.pull(Optional.empty(), PullMode.ONCE)) {
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(event(1));
    }
  }

  /// Whoever decides on access dies of it.
  static class Deadly {
    @Bean
    Access access() {
      return credentials -> {
        throw new StackOverflowError();
      };
    }
  }

  /// A stock client never repeats a push that hangs.
  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void requestThatDies_isAnswered(WebApplicationType server) throws Exception {
    Class<?>[] sources = {App.Open.class, Deadly.class};
    try (var app = App.start(server, sources, IN_MEMORY)) {
      assertThat(Http.push(app.base() + "/api/s2", "store").statusCode()).isEqualTo(500);
    }
  }

  /// The server waits for its requests for at most a minute here, and the test for less.
  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void stop_whilePullsAreHeld_endsThemCleanlyAndDoesNotWait(WebApplicationType server)
      throws Exception {
    String[] settings = {
      IN_MEMORY,
      "weir.ping-interval=50ms",
      "weir.live-hold=5m",
      "server.shutdown=graceful",
      "spring.lifecycle.timeout-per-shutdown-phase=5m"
    };
    var app = App.start(server, App.Open.class, settings);
    try (app) {
      String url = app.base() + "/api/s2";
      assertThat(Http.push(url, "store").statusCode()).isEqualTo(200);
      String args = "{\"storeId\":\"store\",\"s2SeqNum\":0,\"live\":true}";
      try (InputStream held = Http.open(url, args).body()) {
        assertThat(new String(held.readNBytes(11), StandardCharsets.US_ASCII))
            .isEqualTo("event: ping");
        app.close();
        assertThat(new String(held.readAllBytes(), StandardCharsets.US_ASCII))
            .endsWith("data: [DONE]\n\n");
      }
    }
    assertThat(app.context().isActive()).isFalse();
  }

  /// A clean end would say that there is nothing for the client.
  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void pullWithoutAnAnswer_whenTheProxyCloses_isBrokenOff(WebApplicationType server)
      throws Exception {
    try (var app = App.start(server, App.Open.class, IN_MEMORY, "weir.ping-interval=50ms")) {
      String args = "{\"storeId\":\"s\",\"s2SeqNum\":7,\"live\":false}"; // beyond the tail: held
      try (InputStream answer = Http.open(app.base() + "/api/s2", args).body()) {
        assertThat(new String(answer.readNBytes(11), StandardCharsets.US_ASCII))
            .isEqualTo("event: ping");
        app.bean(LiveStoreProxy.class).close();
        assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
      }
    }
  }

  /// No ping finds out here that the client has gone.
  @Test
  void clientThatGoes_endsItsPullAtOnceWithWebFlux() throws Exception {
    try (var app =
        App.start(WebApplicationType.REACTIVE, App.Open.class, IN_MEMORY, PINGS_LATE, HOLD_LONG)) {
      String url = app.base() + "/api/s2";
      assertThat(Http.push(url, "store").statusCode()).isEqualTo(200);
      Gauge held = app.bean(MeterRegistry.class).get("livestore.live.pulls").gauge();
      String args = "{\"storeId\":\"store\",\"s2SeqNum\":0,\"live\":true}";
      try (Socket client = Http.openRaw(url, args)) {
        assertThat(client.getInputStream().read()).isEqualTo('H');
        awaitValue(held, 1);
      }
      awaitValue(held, 0);
    }
  }

  private static void awaitValue(Gauge gauge, int value) {
    while (gauge.value() != value) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "REACTIVE"})
  void health_whenS2Refuses_saysSo(WebApplicationType server) throws Exception {
    try (var refusing = RefusingS2.start();
        var app =
            App.start(
                server,
                App.Open.class,
                "weir.s2.endpoint=" + refusing.endpoint(),
                "management.endpoint.health.show-details=always")) {
      refusing.awaitAsked(Duration.ofSeconds(60));
      String health = awaitDown(app.base() + "/actuator/health");
      assertThat(health).contains("S2 refuses a harmless request");
    }
    try (var app =
        App.start(
            server, App.Open.class, IN_MEMORY, "management.endpoint.health.show-details=always")) {
      assertThat(Http.get(app.base() + "/actuator/health").body())
          .contains("\"weir\":{\"status\":\"UP\"}");
    }
  }

  /// The answer that has been given is known a moment later.
  private static String awaitDown(String url) throws Exception {
    var health = Http.get(url);
    while (!health.body().contains("refuses")) {
      assertThat(health.statusCode()).isEqualTo(503);
      health = Http.get(url);
    }
    return health.body();
  }
}
