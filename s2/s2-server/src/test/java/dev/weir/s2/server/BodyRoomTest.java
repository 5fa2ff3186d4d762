package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.server.access.AccessControl;
import dev.weir.s2.wire.FrameCompression;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many large appends to a store that does not get on: here two of half a MiB are many.
@Timeout(60)
class BodyRoomTest {
  private static final BasinName BASIN = new BasinName(FrameClient.BASIN);
  private static final StreamName ORDERS = new StreamName("orders");
  private static final String PATH = "/v1/streams/orders/records";
  private static final String LARGE = "x".repeat(500_000);

  private final BodyRoom room = new BodyRoom(1 << 20, 1 << 20);
  private final TestStore store = new TestStore();
  private final S2Service service =
      new S2Service(store, CrossOrigin.REFUSED, AccessControl.none(), Duration.ofSeconds(60), room);
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

  private Socket append(byte[] body, String... headers) throws IOException {
    var all = new String[headers.length + 2];
    all[0] = "s2-basin: " + BASIN;
    all[1] = "content-type: application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return Http.open(served.endpoint(), "POST", PATH, body, all);
  }

  private static byte[] json(String body) {
    return ("{\"records\":[{\"body\":\"" + body + "\"}]}").getBytes(UTF_8);
  }

  private static Http.Answer answer(Socket socket) throws IOException {
    try (socket) {
      return Http.read(socket.getInputStream());
    }
  }

  private static void assertNoRoom(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(429);
    assertThat(answer.body()).startsWith("{\"code\":\"rate_limited\"").contains("nothing was done");
  }

  @Test
  void largeBodies_beyondTheRoom_areRefusedAtOnce_andSmallOnesAndReadsGoOn() throws Exception {
    store.holdAppends();
    var held = List.of(append(json(LARGE)), append(json(LARGE)));
    SessionFixture.await("two appends", () -> store.appendsUnderWay() == 2);
    assertNoRoom(answer(append(json(LARGE))));

    var small = append(json("small"));
    SessionFixture.await("a small one", () -> store.appendsUnderWay() == 3);
    assertThat(Http.send(served.endpoint(), "GET", "/v1/basins", "").status()).isEqualTo(200);

    store.letAppendsGo();
    for (var each : held) {
      assertThat(answer(each).status()).isEqualTo(200);
    }
    assertThat(answer(small).status()).isEqualTo(200);
    assertThat(answer(append(json(LARGE))).status()).isEqualTo(200);
    assertThat(tail()).isEqualTo(4);
  }

  /// Small on the wire, and large in memory.
  @Test
  void compressedBody_countsAsItExpands() throws Exception {
    byte[] compressed = FrameCompression.GZIP.compress(json(LARGE));
    store.holdAppends();
    var held =
        List.of(
            append(compressed, "content-encoding: gzip"),
            append(compressed, "content-encoding: gzip"));
    SessionFixture.await("two appends", () -> store.appendsUnderWay() == 2);
    assertNoRoom(answer(append(compressed, "content-encoding: gzip")));
    store.letAppendsGo();
    for (var each : held) {
      assertThat(answer(each).status()).isEqualTo(200);
    }
    assertThat(tail()).isEqualTo(2);
  }

  /// Also those that were refused, or whose client went away.
  @Test
  void room_comesBack_howeverACallEnds() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertNoRoom(answer(append(new byte[3 << 20])));
      assertThat(answer(append(json(LARGE), "content-encoding: gzip")).status()).isEqualTo(400);
    }
    assertThat(room.taken()).isZero();

    store.holdAppends();
    var leaving = append(json(LARGE));
    SessionFixture.await("its append", () -> store.appendsUnderWay() == 1);
    assertThat(room.taken()).isGreaterThan(LARGE.length());
    leaving.close();
    SessionFixture.await("its room", () -> room.taken() == 0);

    try (var connection = new RawHttp2(served.address())) {
      connection.awaitRoom();
      int half = connection.open("POST", PATH, Map.of("s2-basin", FrameClient.BASIN));
      connection.data(half, new byte[100_000], false);
      SessionFixture.await("half a body", () -> room.taken() >= 100_000);
      connection.reset(half);
      SessionFixture.await("its room", () -> room.taken() == 0);
    }
  }

  private long tail() {
    return store.basin(BASIN).stream(ORDERS).checkTail().seqNum();
  }
}
