package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.ReadProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Read sessions as frames over HTTP/2.
class ReadFramesTest extends SessionFixture {
  ReadFramesTest(Kind kind) {
    super(kind);
  }

  private FrameClient.Session read(String query, String... headers) throws IOException {
    return client.read("orders", query, headers);
  }

  private void append(String... bodies) {
    orders().append(input(bodies));
  }

  private static ReadBatch batch(FrameClient.Session session) throws IOException {
    return ReadProto.decode(session.message().body());
  }

  private static List<String> bodies(ReadBatch batch) {
    return batch.records().stream().map(record -> record.body().utf8()).toList();
  }

  private static void assertHeartbeat(FrameClient.Session session, long tail) throws IOException {
    var heartbeat = batch(session);
    assertThat(heartbeat.records()).isEmpty();
    assertThat(heartbeat.tail().orElseThrow().seqNum()).isEqualTo(tail);
  }

  /// What comes live, as `bodies@tail`.
  private static void assertLive(FrameClient.Session session, long tail, String... bodies)
      throws IOException {
    var live = batch(session);
    assertThat(bodies(live)).containsExactly(bodies);
    assertThat(live.tail().orElseThrow().seqNum()).isEqualTo(tail);
  }

  @Test
  void follow_deliversWhatIsThere_aHeartbeat_thenWhatIsAppended() throws IOException {
    append("a", "b");
    append("c");
    try (var session = read("?seq_num=0")) {
      assertThat(session.status()).isEqualTo(200);
      assertThat(session.header("content-type")).isEqualTo("s2s/proto");
      assertThat(session.header("cache-control")).isEqualTo("no-cache, no-transform");
      assertThat(session.header("x-accel-buffering")).isEqualTo("no");
      var caughtUp = new ArrayList<String>();
      while (caughtUp.size() < 3) {
        var batch = batch(session);
        assertThat(batch.tail()).isEmpty();
        caughtUp.addAll(bodies(batch));
      }
      assertThat(caughtUp).containsExactly("a", "b", "c");
      assertHeartbeat(session, 3);
      append("d", "e");
      assertLive(session, 5, "d", "e");
      append("f");
      assertLive(session, 6, "f");
    }
    await("the session's end", () -> store.sessions().isEmpty());
  }

  @Test
  void read_thatAcceptsFrames_getsThem() throws IOException {
    try (var connection = new RawHttp2(server.address())) {
      connection.open(
          "GET",
          "/v1/streams/orders/records?wait=60",
          Map.of("s2-basin", FrameClient.BASIN, "accept", "s2s/proto"));
      connection.next(); // the head
      assertThat(connection.next().payload()).startsWith(0, 0, 3, 0, 0x12, 0); // an empty tail
    }
  }

  @Test
  void follow_overHttp1_isTheSame() throws IOException {
    append("a");
    try (var http1 = new FrameClient(server.endpoint(), Protocol.HTTP_1_1);
        var session = http1.read("orders", "?seq_num=0")) {
      assertThat(session.protocol()).isEqualTo(Protocol.HTTP_1_1);
      assertThat(bodies(batch(session))).containsExactly("a");
      assertHeartbeat(session, 1);
      append("b");
      assertLive(session, 2, "b");
    }
    await("the session's end", () -> store.sessions().isEmpty());
  }

  @Test
  void readers_ofOneStream_getTheSame() throws Exception {
    try (var first = read("");
        var second = read("")) {
      assertHeartbeat(first, 0);
      assertHeartbeat(second, 0);
      append("a");
      append("b");
      for (var session : List.of(first, second)) {
        assertLive(session, 1, "a");
        assertLive(session, 2, "b");
      }
    }
  }

  // The limits.

  @ParameterizedTest
  @CsvSource({"count=2", "bytes=18", "bytes=26"})
  void limit_endsAFollowInTheMidstOfABatch(String limit) throws IOException {
    try (var session = read("?wait=60&" + limit)) {
      assertHeartbeat(session, 0);
      append("a", "b", "c");
      assertLive(session, 3, "a", "b");
      session.assertEnd();
    }
  }

  @Test
  void limit_thatNoRecordFits_endsAFollowWithoutABatch() throws IOException {
    try (var session = read("?wait=60&bytes=8")) {
      assertHeartbeat(session, 0);
      append("a");
      session.assertEnd();
    }
  }

  @Test
  void limit_ofWhatIsThere_endsWithoutAHeartbeat() throws IOException {
    append("a", "b", "c");
    try (var session = read("?seq_num=0&count=2")) {
      assertThat(bodies(batch(session))).containsExactly("a", "b");
      session.assertEnd();
    }
  }

  @Test
  void wait_isHowLongAFollowStaysSilent() throws IOException {
    append("a");
    try (var session = read("?seq_num=0&wait=1")) {
      assertThat(bodies(batch(session))).containsExactly("a");
      assertHeartbeat(session, 1);
      session.assertEnd();
    }
  }

  @Test
  void waitOfNothing_readsToTheTail() throws IOException {
    append("a");
    try (var session = read("?seq_num=0&wait=0")) {
      assertThat(bodies(batch(session))).containsExactly("a");
      session.assertEnd();
    }
  }

  // What is refused before there is a session.

  @ParameterizedTest
  @CsvSource({"?seq_num=2", "?seq_num=2&clamp=false", "?seq_num=1&count=1", "?seq_num=9"})
  void start_beyondTheTail_isAnOrdinaryError(String query) throws IOException {
    orders().append(AppendInput.of(AppendRecord.of("a").withTimestamp(7)));
    try (var session = read(query)) {
      assertThat(session.status()).isEqualTo(416);
      assertThat(session.body()).isEqualTo("{\"tail\":{\"seq_num\":1,\"timestamp\":7}}");
    }
  }

  @Test
  void start_beyondTheTail_withClamp_followsFromTheTail() throws IOException {
    append("a");
    try (var session = read("?seq_num=9&clamp=true")) {
      assertHeartbeat(session, 1);
      append("b");
      assertLive(session, 2, "b");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?seq_num=0&tail_offset=1, 422, invalid",
    "?seq_num=x, 400, bad_query",
    "?timestamp=5&until=5, 422, invalid",
  })
  void query_thatMakesNoSense_isAnOrdinaryError(String query, int status, String code)
      throws IOException {
    try (var session = read(query)) {
      assertThat(session.status()).isEqualTo(status);
      assertThat(session.header("content-type")).startsWith("application/json");
      assertThat(session.body()).startsWith("{\"code\":\"" + code + "\"");
    }
  }

  @Test
  void stream_thatIsNotThere_isAnOrdinaryError() throws IOException {
    try (var session = client.read("nothing", "")) {
      assertThat(session.status()).isEqualTo(404);
      assertThat(session.body()).startsWith("{\"code\":\"stream_not_found\"");
    }
  }

  // Failures in its midst.

  @Test
  void deletion_isTheLastRecord_orAtOnceTheFailure() throws IOException {
    try (var session = read("")) {
      assertHeartbeat(session, 0);
      basin().deleteStream(new StreamName("orders"));
      var frame = session.next();
      while (frame.isPresent() && frame.get() instanceof Frame.Message) {
        frame = session.next();
      }
      assertThat(frame).get().isInstanceOf(Frame.Terminal.class);
      session.assertEnd();
    }
  }

  @Test
  void failure_isATerminalFrame() throws IOException {
    try (var session = read("")) {
      assertHeartbeat(session, 0);
      store.sessions().getFirst().fail(new IllegalStateException("secret"));
      assertThat(session.terminal())
          .isEqualTo("500 {\"code\":\"other\",\"message\":\"internal error\"}");
    }
  }

  /// Such as a library that cannot be loaded: a clean end would look like the end of the stream.
  @Test
  void error_isATerminalFrame() throws IOException {
    try (var session = read("")) {
      assertHeartbeat(session, 0);
      store.sessions().getFirst().fail(new NoClassDefFoundError("injected"));
      assertThat(session.terminal())
          .isEqualTo("500 {\"code\":\"other\",\"message\":\"internal error\"}");
    }
    await("the session's end", () -> store.sessions().isEmpty());
  }

  @Test
  void serverClose_isATerminalFrame_thatAsksToReconnect() throws Exception {
    var other = S2Server.start(store, S2ServerConfig.LOOPBACK);
    try (var itsClient = new FrameClient(other.endpoint());
        var session = itsClient.read("orders", "");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertHeartbeat(session, 0);
      var closing = threads.submit(other::close);
      assertThat(session.terminal()).startsWith("503 {\"code\":\"server_draining\"");
      closing.get();
    }
    assertThat(store.sessions()).isEmpty();
  }

  // Size, speed and slowness.

  @ParameterizedTest
  @CsvSource({"NONE", "GZIP", "ZSTD"})
  void batches_areCompressedAsTheClientAccepts(FrameCompression compression) throws IOException {
    var large = "x".repeat(100_000);
    append(large);
    try (var session = read("?seq_num=0&wait=0", "accept-encoding", compression.coding())) {
      assertThat(session.header("content-encoding")).isEmpty();
      assertThat(bodies(batch(session))).containsExactly(large);
      session.assertEnd();
    }
    // What went over the wire, by the flags of the first frame.
    try (var connection = new RawHttp2(server.address())) {
      connection.open(
          "GET",
          "/v1/streams/orders/records?seq_num=0&wait=0",
          Map.of(
              "s2-basin",
              FrameClient.BASIN,
              "content-type",
              "s2s/proto",
              "accept-encoding",
              compression.coding()));
      connection.next(); // the head
      int flags = connection.next().payload()[3];
      assertThat(flags)
          .isEqualTo(Map.of("NONE", 0, "GZIP", 0x40, "ZSTD", 0x20).get(compression.name()));
    }
  }

  @Test
  void catchUp_ofManyBatches_hasNoGap_andFollowsOn() throws IOException {
    var record = AppendRecord.of("r".repeat(500));
    for (int i = 0; i < 30; i++) {
      orders().append(AppendInput.of(Collections.nCopies(1000, record)));
    }
    try (var session = read("?seq_num=0")) {
      long next = 0;
      var batch = batch(session);
      while (!batch.records().isEmpty()) {
        for (SequencedRecord each : batch.records()) {
          assertThat(each.seqNum()).isEqualTo(next++);
        }
        batch = batch(session);
      }
      assertThat(next).isEqualTo(30_000);
      append("live");
      assertLive(session, 30_001, "live");
    }
  }

  @Test
  void commands_areRecordsLikeOthers() throws IOException {
    orders().append(AppendInput.of(new Command.Trim(0).toRecord()));
    try (var session = read("?seq_num=0&wait=0")) {
      var headers = batch(session).records().getFirst().headers();
      assertThat(headers).hasSize(1);
      assertThat(headers.getFirst().name().isEmpty()).isTrue();
      assertThat(headers.getFirst().value().utf8()).isEqualTo("trim");
    }
  }

  /// The others here read while one does not, and it gets all of it when it does.
  @Test
  void reader_thatDoesNotRead_keepsNobodyWaiting_andMissesNothing() throws Exception {
    try (var slow = new RawHttp2(server.address());
        var fast = read("");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int stream =
          slow.open(
              "GET",
              "/v1/streams/orders/records",
              Map.of("s2-basin", FrameClient.BASIN, "content-type", "s2s/proto"));
      assertHeartbeat(fast, 0);
      await("both sessions", () -> store.sessions().size() == 2);
      int batches = 60;
      var large = AppendRecord.of("x".repeat(400_000));
      for (int i = 0; i < batches; i++) {
        orders().append(AppendInput.of(large));
      }
      Callable<Long> count =
          () -> {
            long seen = 0;
            while (seen < batches) {
              seen += batch(fast).records().size();
            }
            return seen;
          };
      assertThat(threads.submit(count).get()).isEqualTo(batches);
      slow.room(stream, 64 * 1024 * 1024);
      long bytes = 0;
      while (bytes < batches * 400_000L) {
        var received = slow.next();
        bytes += received.type() == RawHttp2.DATA ? received.payload().length : 0;
      }
    }
  }

  /// A reset of one stream in the midst of a large write is no matter of the others on the same
  /// connection.
  @Test
  void reset_whileTheServerWrites_leavesTheConnectionsOtherSessionsAlone() throws IOException {
    var large = AppendRecord.of("x".repeat(900_000));
    for (int i = 0; i < 5; i++) {
      orders().append(AppendInput.of(large));
    }
    try (var connection = new RawHttp2(server.address())) {
      var headers = Map.of("s2-basin", FrameClient.BASIN, "content-type", "s2s/proto");
      int follower = connection.open("GET", "/v1/streams/orders/records", headers);
      var frame = connection.next();
      while (frame.type() != RawHttp2.DATA) {
        frame = connection.next();
      }
      assertThat(frame.stream()).as("its heartbeat").isEqualTo(follower);
      int stuck = connection.open("GET", "/v1/streams/orders/records?seq_num=0", headers);
      for (int got = 0; got < 60_000; ) {
        frame = connection.next();
        got += frame.stream() == stuck ? frame.payload().length : 0;
      }
      connection.reset(stuck);
      await("the session's end", () -> store.sessions().size() == 1);
      connection.room(follower, 1024 * 1024);
      append("still here");
      frame = connection.next();
      while (frame.stream() != follower) {
        assertThat(frame.type()).isNotEqualTo(RawHttp2.GOAWAY);
        frame = connection.next();
      }
      assertThat(new String(frame.payload(), ISO_8859_1)).contains("still here");
    }
  }
}
