package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.server.access.AccessControl;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A service that is closed while its server still listens, as when a program stops.
class ClosedServiceTest {
  private final S2Lite store = S2Lite.inMemory();

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void call_afterClose_isUnavailable() throws IOException {
    assertUnavailable(AccessControl.none());
  }

  @Test
  void call_afterCloseWhereTokensAreAskedFor_isUnavailable() throws IOException {
    assertUnavailable(AccessControl.byToken(AccessFixture.ROOT, store));
  }

  private void assertUnavailable(AccessControl access) throws IOException {
    var service = new S2Service(store, CrossOrigin.REFUSED, access);
    var builder =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .meterRegistry(new CompositeMeterRegistry())
            .bossGroupFactory(AcceptorGroup::new);
    service.installOn(builder);
    try (var server = builder.build()) {
      server.start().join();
      service.close();
      var answer =
          Http.send(
              URI.create("http://127.0.0.1:" + server.activeLocalPort()),
              "GET",
              "/v1/basins",
              "",
              "authorization: Bearer " + AccessFixture.ROOT.value());
      assertThat(answer.status()).as(answer.body()).isEqualTo(503);
      assertThat(answer.body())
          .isEqualTo("{\"code\":\"unavailable\",\"message\":\"the server is shutting down\"}");
    }
  }
}
