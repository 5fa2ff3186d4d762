package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameDecoder;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A service that is closed by a thread which waits for nobody, while its server still listens.
@Timeout(60)
class InterruptedCloseTest {
  private static final BasinName BASIN = new BasinName(FrameClient.BASIN);
  private static final StreamName ORDERS = new StreamName("orders");

  private final TestStore store = new TestStore();
  private final S2Service service = new S2Service(store, CrossOrigin.REFUSED);
  private final Served served = Served.start(service);

  @BeforeEach
  void create() {
    store.set(S2Lite.inMemory());
    store.createBasin(BASIN, BasinConfig.DEFAULT);
    store.basin(BASIN).createStream(ORDERS, StreamConfig.UNSET);
  }

  @AfterEach
  void stop() {
    store.letAppendsGo();
    served.close();
    store.close();
  }

  private void closeInterrupted() throws InterruptedException {
    Thread.ofPlatform()
        .start(() -> {
          Thread.currentThread().interrupt();
          service.close();
        })
        .join();
    SessionFixture.await("the sessions' end", () -> service.openSessions() == 0);
  }

  @Test
  void read_ofAClientThatIsSlow_endsByAskingItToReconnect() throws Exception {
    var large = AppendInput.of(AppendRecord.of("x".repeat(900_000)));
    for (int i = 0; i < 8; i++) {
      store.basin(BASIN).stream(ORDERS).append(large);
    }
    try (var slow = new RawHttp2(served.address())) {
      int stream = slow.open("GET", "/v1/streams/orders/records?seq_num=0", Abuse.FRAMES);
      SessionFixture.await(
          "a batch behind the two that may be on their way",
          () -> !store.sessions().isEmpty() && store.sessions().getFirst().delivered() >= 3);
      closeInterrupted();

      slow.room(stream, 8 * 1024 * 1024);
      var answer = new ByteArrayOutputStream();
      RawHttp2.Received received;
      do {
        received = slow.next();
        if (received.type() == RawHttp2.DATA) {
          answer.writeBytes(received.payload());
        }
      } while (!received.endsStream());
      var decoder = new FrameDecoder();
      decoder.feed(answer.toByteArray());
      Optional<Frame> last = decoder.next();
      while (last.isPresent() && last.get() instanceof Frame.Message) {
        last = decoder.next();
      }
      assertThat(last)
          .get()
          .isInstanceOfSatisfying(
              Frame.Terminal.class, terminal -> assertThat(terminal.status()).isEqualTo(503));
      assertThat(decoder.next()).isEmpty();
    }
  }

  @Test
  void append_thatWaits_endsByAskingToReconnect() throws Exception {
    try (var client = new FrameClient(served.endpoint());
        var session = client.append("orders")) {
      session.send(SessionFixture.frame("a"));
      SessionFixture.ack(session.message());
      store.holdAppends();
      session.send(SessionFixture.frame("b"));
      SessionFixture.await("b", () -> store.appendsUnderWay() == 1);
      closeInterrupted();
      assertThat(session.terminal()).startsWith("503 {\"code\":\"server_draining\"");
    }
    assertThat(store.basin(BASIN).stream(ORDERS).checkTail().seqNum()).isEqualTo(1);
  }
}
