package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.StreamName;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Append sessions as frames over HTTP/2.
class AppendSessionTest extends SessionFixture {
  private static final Map<String, String> HEADERS =
      Map.of("s2-basin", FrameClient.BASIN, "content-type", "s2s/proto");

  AppendSessionTest(Kind kind) {
    super(kind);
  }

  private FrameClient.Session append(String... headers) throws IOException {
    return client.append("orders", headers);
  }

  // How it begins and ends.

  @Test
  void open_isAnsweredBeforeAnyFrame() throws IOException {
    try (var session = append()) {
      assertThat(session.status()).isEqualTo(200);
      assertThat(session.header("content-type")).isEqualTo("s2s/proto");
      assertThat(session.header("cache-control")).isEqualTo("no-cache, no-transform");
      assertThat(session.header("x-accel-buffering")).isEqualTo("no");
    }
  }

  @Test
  void close_withoutAnInput_endsCleanly() throws IOException {
    try (var session = append()) {
      session.finish().assertEnd();
    }
    assertThat(stored()).isEmpty();
  }

  @Test
  void input_isAcknowledged_whileTheSessionStaysOpen() throws IOException {
    try (var session = append()) {
      for (long i = 0; i < 3; i++) {
        session.send(frame("x" + i));
        var ack = ack(session.message());
        assertThat(ack.start().seqNum()).isEqualTo(i);
        assertThat(ack.end().seqNum()).isEqualTo(i + 1);
        assertThat(ack.tail()).isEqualTo(ack.end());
        assertThat(orders().checkTail()).isEqualTo(ack.tail());
      }
      session.finish().assertEnd();
    }
    assertThat(stored()).containsExactly("x0", "x1", "x2");
  }

  @Test
  void close_isAnsweredOnceAllIsAcknowledged() throws IOException {
    try (var session = append()) {
      var frames = new ByteArrayOutputStream();
      for (int i = 0; i < 2_000; i++) {
        frames.writeBytes(frame("x" + i));
      }
      session.send(frames.toByteArray()).finish();
      assertAcks(session, 2_000);
      session.assertEnd();
    }
    assertThat(stored()).hasSize(2_000).startsWith("x0", "x1").endsWith("x1999");
  }

  @Test
  void largeBatches_passOneBehindTheOther() throws Exception {
    var body = "x".repeat(1024 * 1024 - 8);
    try (var session = append();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sending =
          threads.submit(() -> {
            for (int i = 0; i < 12; i++) {
              session.send(frame(body));
            }
            return session.finish();
          });
      assertAcks(session, 12);
      session.assertEnd();
      sending.get();
    }
    assertThat(orders().checkTail().seqNum()).isEqualTo(12);
  }

  /// A chunk may end anywhere, also inside a frame's head.
  @Test
  void frames_splitAnywhere_areTheSame() throws IOException {
    var random = new Random(7);
    var frames = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      frames.writeBytes(frame("y".repeat(random.nextInt(60)) + i));
    }
    byte[] all = frames.toByteArray();
    try (var session = append()) {
      for (int at = 0; at < all.length; ) {
        int size = Math.min(all.length - at, 1 + random.nextInt(9));
        session.send(java.util.Arrays.copyOfRange(all, at, at + size));
        at += size;
      }
      session.finish();
      assertAcks(session, 40);
      session.assertEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({"GZIP", "ZSTD"})
  void input_mayBeCompressed_eachFrameByItself(FrameCompression compression) throws IOException {
    var large = "z".repeat(50_000);
    try (var session = append("accept-encoding", compression.coding())) {
      session.send(
          Frames.encode(input(large), compression),
          frame("plain"),
          Frames.encode(input("small"), compression));
      assertAcks(session.finish(), 3);
      session.assertEnd();
    }
    assertThat(stored()).containsExactly(large, "plain", "small");
  }

  @Test
  void session_overHttp1_isHalfDuplex() throws IOException {
    var frames = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      frames.writeBytes(frame("x" + i));
    }
    try (var socket =
        Http.open(
            server.endpoint(),
            "POST",
            "/v1/streams/orders/records",
            frames.toByteArray(),
            "s2-basin: test-basin",
            "content-type: s2s/proto")) {
      var answer = untilTheLastChunk(socket.getInputStream());
      assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("content-type: s2s/proto");
    }
    assertThat(stored()).hasSize(100);
  }

  private static String untilTheLastChunk(InputStream in) throws IOException {
    var answer = new StringBuilder();
    while (answer.indexOf("\r\n0\r\n\r\n") < 0) {
      int c = in.read();
      assertThat(c).as("the end after: " + answer).isNotNegative();
      answer.append((char) c);
    }
    return answer.toString();
  }

  // What is refused before there is a session.

  @Test
  void open_ofWhatIsNotThere_isAnOrdinaryError() throws IOException {
    try (var session = client.append("nothing")) {
      assertThat(session.status()).isEqualTo(404);
      assertThat(session.header("content-type")).startsWith("application/json");
      assertThat(session.body())
          .isEqualTo(
              "{\"code\":\"stream_not_found\",\"message\":\"stream `nothing` in basin `test-basin`"
                  + " not found\"}");
    }
  }

  @Test
  void open_withABadKey_isAnOrdinaryError() throws IOException {
    try (var session = append("s2-encryption-key", "x".repeat(45))) {
      assertThat(session.status()).isEqualTo(400);
      assertThat(session.body()).startsWith("{\"code\":\"bad_header\"");
    }
  }

  @Test
  void open_createsTheStream_whereTheBasinSaysSo() throws IOException {
    store.createBasin(
        new BasinName("auto-basin"),
        new BasinConfig(
            BasinConfig.DEFAULT.defaultStreamConfig(),
            BasinConfig.DEFAULT.streamCipher(),
            true,
            false));
    var headers = new String[] {"s2-basin: auto-basin", "content-type: s2s/proto"};
    try (var socket =
        Http.open(server.endpoint(), "POST", "/v1/streams/new/records", frame("x"), headers)) {
      assertThat(Http.read(socket.getInputStream()).status()).isEqualTo(200);
    }
    var stream = store.basin(new BasinName("auto-basin")).stream(new StreamName("new"));
    await("the append", () -> stream.checkTail().seqNum() == 1);
  }

  // Conditions.

  @Test
  void matchSeqNum_isCheckedAgainstWhatTheSessionSentBefore() throws IOException {
    try (var session = append()) {
      for (int i = 0; i < 100; i++) {
        session.send(frame(input("x" + i).withMatchSeqNum(i)));
      }
      assertAcks(session.finish(), 100);
      session.assertEnd();
    }
  }

  @Test
  void firstFailure_endsTheSession_behindTheAcksBefore_andNothingAfterItIsAppended()
      throws IOException {
    try (var session = append()) {
      session.send(
          frame("a"), frame("b"), frame(input("c").withMatchSeqNum(9)), frame("d"), frame("e"));
      assertAcks(session, 2);
      assertThat(session.terminal()).isEqualTo("412 {\"seq_num_mismatch\":2}");
    }
    assertThat(stored()).containsExactly("a", "b");
  }

  @Test
  void fence_isCheckedInTheSession() throws IOException {
    try (var session = append()) {
      var token = new FencingToken("writer-1");
      session.send(
          frame(AppendInput.of(new Command.Fence(token).toRecord())),
          frame(input("mine").withFencingToken(token)),
          frame(input("not mine").withFencingToken(new FencingToken("writer-2"))));
      assertAcks(session, 2);
      assertThat(session.terminal()).isEqualTo("412 {\"fencing_token_mismatch\":\"writer-1\"}");
    }
    assertThat(orders().checkTail().seqNum()).isEqualTo(2);
  }

  @Test
  void deletedStream_endsTheSession() throws IOException {
    try (var session = append()) {
      session.send(frame("a"));
      assertAcks(session, 1);
      basin().deleteStream(new StreamName("orders"));
      session.send(frame("b"));
      assertThat(session.terminal()).matches("4(04|09) .*stream_(not_found|deletion_pending).*");
    }
  }

  /// Such as a library that cannot be loaded: a client that hears nothing waits for ever.
  @Test
  @Timeout(60)
  void error_endsTheSession_behindTheAcksBefore() throws IOException {
    try (var session = append()) {
      session.send(frame("a"));
      assertAcks(session, 1);
      store.failInputs(new NoClassDefFoundError("injected"));
      session.send(frame("b"));
      assertThat(session.terminal())
          .isEqualTo("500 {\"code\":\"other\",\"message\":\"internal error\"}");
    }
    await("the session's end", () -> store.appendSessions() == 0 && server.openSessions() == 0);
    assertThat(stored()).containsExactly("a");
  }

  // What is no input.

  @ParameterizedTest
  @CsvSource({
    "000000 00, empty frame payload",
    "200001 00, frame exceeds decode limit",
    "FFFFFF 00, frame exceeds decode limit",
    "000002 60 00, unknown compression algorithm",
    "000003 80 0194, Unexpected terminal frame as input",
    "000002 80 01, terminal message missing status code",
  })
  void fault_isTold_behindTheAcksOfWhatCameBefore(String hex, String detail) throws IOException {
    try (var session = append()) {
      session.send(frame("a"), HexFormat.of().parseHex(hex.replace(" ", "")), frame("b"));
      assertAcks(session, 1);
      assertThat(session.terminal()).isEqualTo(badFrame(detail));
    }
    assertThat(stored()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({
    "000005 20 01020304", // no zstd
    "000005 40 01020304", // no gzip
    "000003 00 0AFF", // a length without its bytes
    "000003 00 0FFF", // a wire type that does not exist
  })
  void payload_thatIsNotWhatItSays_isABadFrame(String hex) throws IOException {
    try (var session = append()) {
      session.send(frame("a"), HexFormat.of().parseHex(hex.replace(" ", "")));
      assertAcks(session, 1);
      assertThat(session.terminal())
          .startsWith("400 {\"code\":\"bad_frame\",\"message\":\"Failed to decode S2S frame: ");
    }
  }

  @Test
  void decompressionBomb_isABadFrame() throws IOException {
    byte[] bomb = FrameCompression.GZIP.compress(new byte[64 * 1024 * 1024]);
    var frame = new ByteArrayOutputStream();
    int length = bomb.length + 1;
    frame.writeBytes(new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length, 0x40});
    frame.writeBytes(bomb);
    try (var session = append()) {
      session.send(frame.toByteArray());
      assertThat(session.terminal()).isEqualTo(badFrame("decompressed payload exceeds limit"));
    }
  }

  @Test
  void end_insideAFrame_isABadFrame() throws IOException {
    try (var session = append()) {
      session.send(frame("a"), new byte[] {0, 0, 9, 0, 1}).finish();
      assertAcks(session, 1);
      assertThat(session.terminal()).isEqualTo(badFrame("truncated frame"));
    }
  }

  @Test
  void input_thatBreaksARule_isInvalid() throws IOException {
    try (var session = append()) {
      session.send(frame("a"), Frames.encode(Frame.Message.of(new byte[0]), FrameCompression.NONE));
      assertAcks(session, 1);
      assertThat(session.terminal())
          .isEqualTo("422 {\"code\":\"invalid\",\"message\":\"record batch must not be empty\"}");
    }
    assertThat(stored()).containsExactly("a");
  }

  // Clients that go away, and ones that do not read.

  @Test
  void reset_finishesWhatWasTaken_andLetsGoOfTheStream() throws IOException {
    try (var session = append()) {
      session.send(frame("a"));
      assertAcks(session, 1);
      session.send(frame("b"), new byte[] {0, 0});
      await("b", () -> orders().checkTail().seqNum() == 2);
    }
    await("the session's end", () -> store.appendSessions() == 0);
    assertThat(stored()).containsExactly("a", "b");
  }

  /// Each acknowledgement that is not read takes memory, so the inputs have to wait.
  @Test
  void client_thatDoesNotRead_isNotTakenFrom_andGoesOnOnceItReads() throws IOException {
    int inputs = 60_000; // within the server's window, so that sending them does not block
    var frames = new ByteArrayOutputStream();
    for (int i = 0; i < inputs; i++) {
      frames.writeBytes(frame("x"));
    }
    try (var connection = new RawHttp2(server.address())) {
      connection.awaitRoom();
      int stream = connection.open("POST", "/v1/streams/orders/records", HEADERS);
      connection.data(stream, frames.toByteArray(), true);
      assertThat(awaitRest()).isLessThan(inputs / 2);

      connection.room(stream, 8 * 1024 * 1024);
      int bytes = 0;
      RawHttp2.Received received;
      do {
        received = connection.next();
        bytes += received.type() == RawHttp2.DATA ? received.payload().length : 0;
      } while (!received.endsStream());
      assertThat(bytes).isGreaterThan(inputs * 16);
    }
    assertThat(orders().checkTail().seqNum()).isEqualTo(inputs);
  }

  /// The tail once it has not moved for a while.
  private long awaitRest() {
    long[] last = {-1, System.nanoTime()};
    await(
        "rest",
        () -> {
          long tail = orders().checkTail().seqNum();
          if (tail != last[0] || tail == 0) {
            last[0] = tail;
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > 500_000_000L;
        });
    return last[0];
  }

  // The server's end.

  @Test
  void serverClose_endsTheSession_afterTheAcksOfWhatItTook() throws Exception {
    var other = S2Server.start(store, S2ServerConfig.LOOPBACK);
    try (var itsClient = new FrameClient(other.endpoint());
        var session = itsClient.append("orders");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      session.send(frame("a"), frame("b"));
      await("b", () -> orders().checkTail().seqNum() == 2);
      var closing = threads.submit(other::close);
      assertAcks(session, 2);
      assertThat(session.terminal()).startsWith("503 {\"code\":\"server_draining\"");
      closing.get();
    }
    assertThat(store.appendSessions()).isZero();
  }

  @Test
  void serverClose_amongInputs_acknowledgesExactlyWhatIsStored() throws Exception {
    var other = S2Server.start(store, S2ServerConfig.LOOPBACK);
    var acks = new ArrayList<AppendAck>();
    try (var itsClient = new FrameClient(other.endpoint());
        var session = itsClient.append("orders");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sending = threads.submit(() -> sendUntilRefused(session));
      await("some", () -> orders().checkTail().seqNum() > 500);
      var closing = threads.submit(other::close);
      Optional<Frame> frame = session.next();
      while (frame.isPresent() && frame.get() instanceof Frame.Message message) {
        acks.add(ack(message));
        frame = session.next();
      }
      assertThat(frame).get().isInstanceOf(Frame.Terminal.class);
      closing.get();
      session.reset();
      sending.get();
    }
    assertThat(orders().checkTail().seqNum()).isEqualTo(acks.size());
    assertThat(acks.getLast().end().seqNum()).isEqualTo(acks.size());
  }

  private static int sendUntilRefused(FrameClient.Session session) {
    int sent = 0;
    try {
      while (true) {
        session.send(frame("x"));
        sent++;
      }
    } catch (IOException e) {
      return sent;
    }
  }

  private static String badFrame(String detail) {
    return "400 {\"code\":\"bad_frame\",\"message\":\"Failed to decode S2S frame: "
        + detail
        + "\"}";
  }

  /// As many acknowledgements, of one record each, in order.
  private static void assertAcks(FrameClient.Session session, int count) throws IOException {
    long next = -1;
    for (int i = 0; i < count; i++) {
      var ack = ack(session.message());
      if (next >= 0) {
        assertThat(ack.start().seqNum()).isEqualTo(next);
      }
      assertThat(ack.end().seqNum()).isEqualTo(ack.start().seqNum() + 1);
      next = ack.end().seqNum();
    }
  }
}
