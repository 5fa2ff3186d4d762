package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reads as server-sent events, over a socket whose chunks the test sees.
class EventStreamTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String PING =
      "event: ping|data: {\"timestamp\":9,\"tail\":{\"seq_num\":%d,\"timestamp\":%d}}";
  private static final String ERROR = "event: error|data: {\"code\":\"%s\",\"message\":\"%s\"}";

  private static final CurrentStore CURRENT = new CurrentStore(new MapStore());
  private static final S2Server SERVER = S2Server.start(CURRENT, S2ServerConfig.LOOPBACK);

  private final MapStore store = new MapStore();

  @BeforeEach
  void create() {
    CURRENT.set(store);
    store.createBasin(new BasinName("test-basin"), BasinConfig.DEFAULT);
    store.basin(new BasinName("test-basin")).createStream(new StreamName("s"), StreamConfig.UNSET);
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void follow_deliversWhatIsThere_thenWhatIsAppended() throws IOException {
    append("a", "bc");
    try (var events = open("?seq_num=0")) {
      assertThat(events.head)
          .contains("HTTP/1.1 200 OK")
          .contains("content-type: text/event-stream")
          .contains("cache-control: no-cache, no-transform")
          .contains("x-accel-buffering: no");
      assertThat(events.next())
          .isEqualTo(
              "event: batch|id: 1,2,19|data: {\"records\":[{\"seq_num\":0,\"timestamp\":5,\"body\":\"a\"},"
                  + "{\"seq_num\":1,\"timestamp\":5,\"body\":\"bc\"}]}");
      assertThat(events.next()).isEqualTo(PING.formatted(2, 5));
      append("d");
      assertThat(events.next())
          .isEqualTo(
              "event: batch|id: 2,3,28|data: {\"records\":[{\"seq_num\":2,\"timestamp\":5,\"body\":\"d\"}],"
                  + "\"tail\":{\"seq_num\":3,\"timestamp\":5}}");
    }
  }

  @Test
  void resume_startsBehindTheLastEvent_andTakesItOffTheLimits() throws IOException {
    append("a", "b", "c", "d");
    try (var events = open("?seq_num=0&count=3", "last-event-id: 0,1,9")) {
      assertThat(events.next())
          .startsWith("event: batch|id: 2,2,18|")
          .contains("\"seq_num\":1")
          .contains("\"b\"");
      assertThat(events.next()).isEqualTo("data: [DONE]");
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void heartbeat_isAPing() throws IOException {
    try (var events = open("")) {
      assertThat(events.next()).isEqualTo(PING.formatted(0, 0));
      session().send(new ReadMessage.Heartbeat(9, new StreamPosition(-1, 7)));
      assertThat(events.next())
          .isEqualTo(
              "event: ping|data: {\"timestamp\":9,\"tail\":{\"seq_num\":18446744073709551615,\"timestamp\":7}}");
    }
  }

  @Test
  void failure_isAnErrorEvent_andTheEnd() throws IOException {
    try (var events = open("")) {
      events.next();
      session()
          .fail(new RequestRejectedException(ErrorCode.UNAVAILABLE, "streamer missing in action"));
      assertThat(events.next())
          .isEqualTo(ERROR.formatted("unavailable", "streamer missing in action"));
      assertThat(events.atEnd()).isTrue();
    }
    awaitNoSession();
  }

  @Test
  void unforeseenFailure_tellsNothingOfItself() throws IOException {
    try (var events = open("")) {
      events.next();
      session().fail(new IllegalStateException("secret"));
      assertThat(events.next()).isEqualTo(ERROR.formatted("other", "internal error"));
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void disconnect_closesTheSession() throws IOException {
    try (var events = open("")) {
      events.next();
      assertThat(stream().sessions()).hasSize(1);
    }
    awaitNoSession();
  }

  @Test
  void disconnect_whileTheClientDoesNotRead_closesTheSession() throws IOException {
    try (var events = open("")) {
      events.next();
      for (int i = 0; i < 200; i++) {
        append("x".repeat(100_000));
      }
      assertThat(stream().sessions()).hasSize(1);
    }
    awaitNoSession();
  }

  @Test
  void close_endsTheStreamWithAnErrorAndNotCleanly() throws IOException {
    var server = S2Server.start(store, S2ServerConfig.LOOPBACK);
    try (var events = open(server, "")) {
      events.next();
      server.close();
      assertThat(events.next())
          .isEqualTo(ERROR.formatted("unavailable", "the server is shutting down"));
      assertThat(events.atEnd()).isTrue();
    }
    assertThat(stream().sessions()).isEmpty();
  }

  private void append(String... bodies) {
    var records = new ArrayList<AppendRecord>();
    for (String body : bodies) {
      records.add(AppendRecord.of(body).withTimestamp(5));
    }
    stream().append(AppendInput.of(records));
  }

  private ListStream stream() {
    return store.stream("test-basin", "s");
  }

  private ListStream.Session session() {
    return stream().sessions().getFirst();
  }

  private void awaitNoSession() {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!stream().sessions().isEmpty()) {
      assertThat(System.nanoTime() - deadline).as("sessions still open").isNegative();
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private static Events open(String query, String... headers) throws IOException {
    return open(SERVER, query, headers);
  }

  private static Events open(S2Server server, String query, String... headers) throws IOException {
    var all = new ArrayList<>(List.of(headers));
    all.add("s2-basin: test-basin");
    all.add("accept: text/event-stream");
    return new Events(
        Http.open(
            server.endpoint(),
            "GET",
            "/v1/streams/s/records" + query,
            new byte[0],
            all.toArray(String[]::new)));
  }

  /// The events of one answer in chunked encoding, one event a chunk, lines joined by `|`.
  private static final class Events implements AutoCloseable {
    final String head;
    private final Socket socket;
    private final BufferedReader in;

    Events(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      this.head = untilEmptyLine("\n");
    }

    String next() throws IOException {
      assertThat(Integer.parseInt(line(), 16)).isPositive();
      String event = untilEmptyLine("|");
      assertThat(line()).isEmpty();
      return event;
    }

    boolean atEnd() throws IOException {
      return line().equals("0");
    }

    private String untilEmptyLine(String separator) throws IOException {
      var lines = new ArrayList<String>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        lines.add(line);
      }
      return String.join(separator, lines);
    }

    private String line() throws IOException {
      String line = in.readLine();
      assertThat(line).as("the connection ended").isNotNull();
      return String.valueOf(line);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
