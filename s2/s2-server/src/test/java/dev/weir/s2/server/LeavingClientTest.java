package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSession;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteListener;
import dev.weir.s2.lite.S2LiteOptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A client that goes away while its append still waits to be admitted, since as much is in flight
/// as may be and the disk does not get on.
@Timeout(60)
class LeavingClientTest {
  private static final Map<String, String> HEADERS =
      Map.of("s2-basin", FrameClient.BASIN, "content-type", "application/json");
  private static final String PATH = "/v1/streams/orders/records";
  private static final int LARGEST = 1024 * 1024 - 8;

  /// Within one window of HTTP/2, so that all of it can be sent at once.
  private static final int LARGE = LARGEST - 2_000;

  private final StuckCommits commits = new StuckCommits();
  private final TestStore store = new TestStore();
  private final S2Server server = S2Server.start(store, S2ServerConfig.LOOPBACK);
  private AppendSession filling;

  @BeforeEach
  void fill() {
    store.set(
        S2Lite.inMemory(
            S2LiteOptions.DEFAULT.withAppendInflightBytes(4 << 20).withListener(commits)));
    store.createBasin(new BasinName(FrameClient.BASIN), BasinConfig.DEFAULT);
    store
        .basin(new BasinName(FrameClient.BASIN))
        .createStream(new StreamName("orders"), StreamConfig.UNSET);
    commits.hold();
    filling = orders().openAppend();
    for (int i = 0; i < 3; i++) {
      var unused = filling.submit(AppendInput.of(AppendRecord.of("x".repeat(LARGEST))));
    }
  }

  @AfterEach
  void stop() {
    commits.letGo();
    server.close();
    store.close();
  }

  private S2Stream orders() {
    return store.basin(new BasinName(FrameClient.BASIN)).stream(new StreamName("orders"));
  }

  private static byte[] waiting() {
    return ("{\"records\":[{\"body\":\"" + "y".repeat(LARGE) + "\"}]}").getBytes(UTF_8);
  }

  @Test
  void append_whoseStreamIsResetBeforeItIsAdmitted_isNeverMade() throws IOException {
    try (var connection = new RawHttp2(server.address())) {
      connection.awaitRoom();
      int stream = connection.open("POST", PATH, HEADERS);
      connection.data(stream, waiting(), true);
      SessionFixture.await("the append", () -> store.appendsUnderWay() == 1);
      connection.reset(stream);
      assertNeverMade();
    }
  }

  @Test
  void append_whoseConnectionEndsBeforeItIsAdmitted_isNeverMade() throws IOException {
    var connection =
        Http.open(
            server.endpoint(),
            "POST",
            PATH,
            waiting(),
            "s2-basin: test-basin",
            "content-type: application/json");
    SessionFixture.await("the append", () -> store.appendsUnderWay() == 1);
    connection.close();
    assertNeverMade();
  }

  private void assertNeverMade() {
    SessionFixture.await("its end", () -> store.appendsUnderWay() == 0);
    commits.letGo();
    filling.close();
    assertThat(orders().checkTail().seqNum()).isEqualTo(3);
  }

  /// Holds commits back once they are written, before anybody is told of them.
  private static final class StuckCommits implements S2LiteListener {
    private static final int UNLIMITED = 1_000_000_000;
    private final Semaphore allowed = new Semaphore(UNLIMITED);

    void hold() {
      allowed.drainPermits();
    }

    void letGo() {
      allowed.drainPermits();
      allowed.release(UNLIMITED);
    }

    @Override
    public void groupCommitted(int size, long bytes, long nanos) {
      allowed.acquireUninterruptibly();
    }
  }
}
