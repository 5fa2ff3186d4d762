package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// How many small inputs one append session takes, and how fast a read session catches up. It is
/// run by its name alone, and asserts that nothing is lost, not how long it takes: the client, the
/// server and whatever else runs share the processors.
///
/// `./weir test -pl s2/s2-server -am -Dtest=SessionRate -Dsurefire.failIfNoSpecifiedTests=false`
class SessionRate extends SessionFixture {
  private static final int ROUNDS = 6; // the first ones compile
  private static final int FRAMES_PER_CHUNK = 500;
  private static final int CHUNKS = 600;
  private static final int RECORDS = CHUNKS * FRAMES_PER_CHUNK;
  private static final int SERVERS_WINDOW = 1024 * 1024;
  private static final int PLENTY = 1 << 30;
  private static final Map<String, String> HEADERS =
      Map.of("s2-basin", FrameClient.BASIN, "content-type", "s2s/proto");

  private final Kind kind;

  SessionRate(Kind kind) {
    super(kind);
    this.kind = kind;
  }

  @Test
  void smallInputs_ofOneSession() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      String stream = "round-" + round;
      basin().createStream(new StreamName(stream), StreamConfig.UNSET);
      long start = System.nanoTime();
      append(stream);
      long appended = System.nanoTime();
      assertThat(basin().stream(new StreamName(stream)).checkTail().seqNum()).isEqualTo(RECORDS);
      read(stream);
      System.out.printf(
          "%s, round %d: %,d inputs/s of 20 bytes acknowledged, %,d records/s read%n",
          kind, round, perSecond(appended - start), perSecond(System.nanoTime() - appended));
    }
  }

  private static long perSecond(long nanos) {
    return (long) (RECORDS / (nanos / 1e9));
  }

  private void append(String name) throws Exception {
    byte[] chunk = chunk();
    try (var connection = new RawHttp2(server.address());
        var threads = Executors.newSingleThreadExecutor()) {
      connection.awaitRoom();
      int stream = connection.open("POST", "/v1/streams/" + name + "/records", HEADERS);
      connection.room(stream, PLENTY);
      var window = new Semaphore(SERVERS_WINDOW);
      var answer = threads.submit(() -> readToTheEnd(connection, stream, window));
      for (int i = 1; i <= CHUNKS; i++) {
        window.acquire(chunk.length);
        connection.data(stream, chunk, i == CHUNKS);
      }
      assertThat(answer.get()).isGreaterThan(RECORDS * 16L);
    }
  }

  private static byte[] chunk() {
    var chunk = new ByteArrayOutputStream();
    byte[] frame = frame("x".repeat(20));
    for (int i = 0; i < FRAMES_PER_CHUNK; i++) {
      chunk.writeBytes(frame);
    }
    return chunk.toByteArray();
  }

  private void read(String name) throws IOException {
    try (var connection = new RawHttp2(server.address())) {
      int stream =
          connection.open("GET", "/v1/streams/" + name + "/records?seq_num=0&wait=0", HEADERS);
      connection.room(stream, PLENTY);
      assertThat(readToTheEnd(connection, stream, new Semaphore(0))).isGreaterThan(RECORDS * 20L);
    }
  }

  /// The size of an answer's body; meanwhile `window` gets the room that the server gives.
  private static long readToTheEnd(RawHttp2 connection, int stream, Semaphore window)
      throws IOException {
    long bytes = 0;
    RawHttp2.Received frame;
    do {
      frame = connection.read();
      if (frame.type() == RawHttp2.WINDOW_UPDATE && frame.stream() == stream) {
        window.release(ByteBuffer.wrap(frame.payload()).getInt());
      }
      bytes += frame.type() == RawHttp2.DATA ? frame.payload().length : 0;
    } while (!frame.endsStream());
    return bytes;
  }
}
