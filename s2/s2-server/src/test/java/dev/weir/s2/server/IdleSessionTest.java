package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteOptions;
import dev.weir.s2.server.access.AccessControl;
import dev.weir.s2.wire.ReadProto;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sessions outlast all that ends what is idle: the timeout of requests, that of connections, and
/// the store's own for streams; here each a moment.
class IdleSessionTest {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final BasinName BASIN = new BasinName(FrameClient.BASIN);

  private final S2Lite store = S2Lite.inMemory(S2LiteOptions.DEFAULT.withIdleAfter(MOMENT));
  private final S2Service service =
      new S2Service(store, CrossOrigin.REFUSED, AccessControl.none(), MOMENT, new BodyRoom());
  private final Server server = start();
  private final URI endpoint = URI.create("http://127.0.0.1:" + server.activeLocalPort());
  private final FrameClient client = new FrameClient(endpoint);

  private Server start() {
    store.createBasin(BASIN, BasinConfig.DEFAULT);
    store.basin(BASIN).createStream(new StreamName("orders"), StreamConfig.UNSET);
    var builder =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .meterRegistry(new CompositeMeterRegistry())
            .bossGroupFactory(AcceptorGroup::new)
            .idleTimeout(MOMENT);
    service.installOn(builder);
    var built = builder.build();
    built.start().join();
    return built;
  }

  @AfterEach
  void close() {
    client.close();
    service.close();
    server.stop().join();
    store.close();
  }

  @Test
  void sessions_idleForLongerThanAnyTimeout_goOn() throws IOException {
    try (var appends = client.append("orders");
        var reads = client.read("orders", "")) {
      appends.send(SessionFixture.frame("a"));
      assertThat(SessionFixture.ack(appends.message()).start().seqNum()).isZero();
      var heartbeat = ReadProto.decode(reads.message().body());
      for (int i = 0; i < 5; i++) {
        awaitRequestTimeout();
      }
      appends.send(SessionFixture.frame("b"));
      assertThat(SessionFixture.ack(appends.message()).start().seqNum()).isEqualTo(1);
      var batch = heartbeat;
      while (batch.tail().orElseThrow().seqNum() < 2) {
        batch = ReadProto.decode(reads.message().body());
      }
      assertThat(batch.records().getLast().body().utf8()).isEqualTo("b");
    }
  }

  /// A request of another connection that is cut by its timeout: so long have the sessions been
  /// idle meanwhile.
  private void awaitRequestTimeout() throws IOException {
    var answer =
        Http.send(
            endpoint,
            "GET",
            "/v1/streams/orders/records?tail_offset=0&wait=60",
            "",
            "s2-basin: test-basin");
    assertThat(answer.status()).isEqualTo(503);
  }
}
