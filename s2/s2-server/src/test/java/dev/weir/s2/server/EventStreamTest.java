package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Reads as server-sent events, over a socket whose chunks the test sees.
class EventStreamTest extends RequestTable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String RECORDS_A_TO_C =
      "{\"seq_num\":0,\"timestamp\":1,\"body\":\"a\"},{\"seq_num\":1,\"timestamp\":2,\"body\":\"b\"},"
          + "{\"seq_num\":2,\"timestamp\":3,\"body\":\"c\"}";
  private static final String CAUGHT_UP =
      "event: batch|id: 2,3,27|data: {\"records\":[" + RECORDS_A_TO_C + "]}";
  private static final String ERROR = "event: error|data: {\"code\":\"%s\",\"message\":\"%s\"}";

  private static String ping(long seqNum, long timestamp) {
    return "event: ping|data: {\"timestamp\":%s,\"tail\":{\"seq_num\":%d,\"timestamp\":%d}}"
        .formatted(NOW, seqNum, timestamp);
  }

  /// One record of one byte, appended alone.
  private static String live(long seqNum, String counters) {
    return ("event: batch|id: %d,%s|data: {\"records\":[{\"seq_num\":%d,\"timestamp\":5,\"body\":\"x\"}],"
            + "\"tail\":{\"seq_num\":%d,\"timestamp\":5}}")
        .formatted(seqNum, counters, seqNum, seqNum + 1);
  }

  @Test
  void follow_deliversWhatIsThere_thenWhatIsAppended() throws IOException {
    try (var events = events("?seq_num=0")) {
      assertThat(events.head)
          .contains("HTTP/1.1 200 OK")
          .contains("content-type: text/event-stream")
          .contains("cache-control: no-cache, no-transform")
          .contains("x-accel-buffering: no");
      assertThat(events.next()).isEqualTo(CAUGHT_UP);
      assertThat(events.next()).isEqualTo(ping(3, 3));
      append(1);
      assertThat(events.next()).isEqualTo(live(3, "4,36"));
    }
  }

  @Test
  void follow_inBase64_isInBase64() throws IOException {
    try (var events = events("?seq_num=2", BASE64)) {
      assertThat(events.next()).contains("\"body\":\"Yw==\"");
      events.next();
      append(1);
      assertThat(events.next()).contains("\"body\":\"eA==\"");
    }
  }

  @Test
  void follow_duringTheStreamsDeletion_showsItsTrimThenFails() throws IOException {
    try (var events = events("")) {
      events.next();
      send("DELETE", "/v1/streams/orders", "", BASIN);
      assertThat(events.next()).contains("[[\"\",\"trim\"]]");
      assertThat(events.next())
          .isEqualTo(
              ERROR.formatted(
                  "unavailable",
                  "stream `orders` in basin `test-basin` was deleted while it was being followed"));
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void resume_startsBehindTheLastEvent_andTakesItOffTheLimits() throws IOException {
    assertRead("?seq_num=0&count=2", "last-event-id: 0,1,9", "id: 1,1,9|", "\"body\":\"b\"");
    assertRead("?seq_num=0&bytes=26", "last-event-id: 0,1,9", "id: 1,1,9|", "\"body\":\"b\"");
    assertRead("?tail_offset=1&count=9", "last-event-id: 0,1,9", "id: 2,2,18|", "\"body\":\"b\"");
    assertRead("?seq_num=0&until=3", "last-event-id: 0,1,9", "id: 1,1,9|", "\"body\":\"b\"");
  }

  @Test
  void resume_withNothingLeftOfTheLimits_endsAtOnce_orIsRefusedAtTheTail() throws IOException {
    try (var events = events("?seq_num=0&count=1", "last-event-id: 0,5,9")) {
      assertThat(events.next()).isEqualTo(Events.DONE);
    }
    assertAnswer(
        send("GET", ORDERS + "?seq_num=0&count=3", "", BASIN, SSE, "last-event-id: 2,3,27"),
        416,
        tail(3, 3));
  }

  @Test
  void resume_behindTheTail_follows() throws IOException {
    try (var events = events("?seq_num=0", "last-event-id: 2,3,27")) {
      assertThat(events.next()).isEqualTo(ping(3, 3));
      append(1);
      assertThat(events.next()).isEqualTo(live(3, "1,9"));
    }
  }

  @Test
  void limits_endAFollow_inTheMidstOfABatch() throws IOException {
    for (String limit : new String[] {"count=2", "bytes=26", "bytes=18"}) {
      try (var events = events("?wait=60&" + limit)) {
        assertThat(events.next()).startsWith("event: ping|");
        append(3);
        assertThat(events.next()).contains("\"tail\":").containsPattern("id: \\d+,2,18\\|");
        assertThat(events.next()).isEqualTo(Events.DONE);
        assertThat(events.atEnd()).isTrue();
      }
    }
  }

  @Test
  void limit_thatNoRecordFits_endsAFollowCleanly() throws IOException {
    for (String limit : new String[] {"bytes=8", "until=5"}) {
      try (var events = events("?wait=60&" + limit)) {
        assertThat(events.next()).startsWith("event: ping|");
        append(1);
        assertThat(events.next()).isEqualTo(Events.DONE);
      }
    }
  }

  @Test
  void wait_isHowLongAFollowStaysSilent() throws IOException {
    try (var events = events("?seq_num=0&wait=1")) {
      assertThat(events.next()).isEqualTo(CAUGHT_UP);
      assertThat(events.next()).isEqualTo(ping(3, 3));
      assertThat(events.next()).isEqualTo(Events.DONE);
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void waitOfNothing_readsToTheTail() throws IOException {
    try (var events = events("?seq_num=0&wait=0")) {
      assertThat(events.next()).isEqualTo(CAUGHT_UP);
      assertThat(events.next()).isEqualTo(Events.DONE);
    }
  }

  @Test
  void failure_isAnErrorEvent_andTheEnd() throws IOException {
    try (var events = events("")) {
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
    try (var events = events("")) {
      events.next();
      session().fail(new IllegalStateException("secret"));
      assertThat(events.next()).isEqualTo(ERROR.formatted("other", "internal error"));
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void disconnect_closesTheSession() throws IOException {
    try (var events = events("")) {
      events.next();
      assertThat(store.sessions()).hasSize(1);
    }
    awaitNoSession();
  }

  @Test
  void disconnect_whileTheClientDoesNotRead_closesTheSession() throws IOException {
    try (var events = events("")) {
      events.next();
      var large = AppendInput.of(AppendRecord.of("x".repeat(500_000)));
      for (int i = 0; i < 40; i++) {
        stream("orders").append(large);
      }
      assertThat(store.sessions()).hasSize(1);
    }
    awaitNoSession();
  }

  @Test
  void close_endsTheStreamWithAnErrorAndNotCleanly() throws IOException {
    var other = S2Server.start(store, S2ServerConfig.LOOPBACK);
    try (var events =
        new Events(Http.open(other.endpoint(), "GET", ORDERS, new byte[0], BASIN, SSE))) {
      events.next();
      other.close();
      assertThat(events.next())
          .isEqualTo(ERROR.formatted("unavailable", "the server is shutting down"));
      assertThat(events.atEnd()).isTrue();
    }
    assertThat(store.sessions()).isEmpty();
  }

  private void assertRead(String query, String lastEventId, String id, String text)
      throws IOException {
    try (var events = events(query, lastEventId)) {
      assertThat(events.next()).contains(id).contains(text);
      assertThat(events.next()).isEqualTo(Events.DONE);
      assertThat(events.atEnd()).isTrue();
    }
  }

  /// Appends one batch of records `x` at timestamp 5, each of 9 metered bytes.
  private void append(int records) {
    var record = AppendRecord.of("x").withTimestamp(5);
    stream("orders").append(AppendInput.of(Collections.nCopies(records, record)));
  }

  private TestStore.Session session() {
    return store.sessions().getFirst();
  }

  private void awaitNoSession() {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!store.sessions().isEmpty()) {
      assertThat(System.nanoTime() - deadline).as("sessions still open").isNegative();
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
