package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a read's start meets the tail, cell by cell.
class ReadStartTest extends RequestTable {
  /// A stream and a start; then what becomes of a read of one batch, of the same with a wait, of a
  /// session without bounds, of one with a bound, and of one with a bound and a wait. It is
  /// `refused`, `waits` at the tail, `reads` from the start, or is at its end at once (`ends`).
  private static final String TABLE =
      """
      empty,  seq_num=0,                 refused, waits,   waits,   refused, waits
      empty,  timestamp=0,               ends,    waits,   waits,   ends,    waits
      empty,  '',                        refused, waits,   waits,   refused, waits
      empty,  tail_offset=5,             refused, waits,   waits,   refused, waits
      orders, seq_num=3,                 refused, waits,   waits,   refused, waits
      orders, seq_num=3&clamp=true,      refused, waits,   waits,   refused, waits
      orders, seq_num=4,                 refused, refused, refused, refused, refused
      orders, seq_num=4&clamp=true,      refused, waits,   waits,   refused, waits
      orders, timestamp=4,               refused, refused, refused, refused, refused
      orders, timestamp=4&clamp=true,    refused, waits,   waits,   refused, waits
      orders, '',                        refused, waits,   waits,   refused, waits
      orders, tail_offset=0,             refused, waits,   waits,   refused, waits
      orders, tail_offset=3,             reads,   reads,   reads,   reads,   reads
      orders, tail_offset=999,           reads,   reads,   reads,   reads,   reads
      orders, seq_num=0&clamp=true,      reads,   reads,   reads,   reads,   reads
      orders, timestamp=0,               reads,   reads,   reads,   reads,   reads
      orders, seq_num=0&count=0,         ends,    ends,    ends,    ends,    ends
      orders, seq_num=0&bytes=0,         ends,    ends,    ends,    ends,    ends
      orders, seq_num=0&bytes=8,         ends,    ends,    ends,    ends,    ends
      orders, seq_num=0&until=1,         ends,    ends,    ends,    ends,    ends
      """;

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(textBlock = TABLE)
  void read_startsAsTheTableSays(
      String stream,
      String start,
      String unary,
      String unaryWaiting,
      String session,
      String bounded,
      String boundedWaiting)
      throws IOException {
    String bound = start.contains("until") ? "" : "&until=9999999999999";
    try (var read = open(stream, start)) {
      assertUnary(stream, Http.read(read.getInputStream()), unary);
    }
    assertSession(stream, start, session);
    assertSession(stream, start + bound, bounded);
    assertSession(stream, start + bound + "&wait=60", boundedWaiting);
  }

  /// All at once, because each waits for a second.
  @Test
  void readThatMayWait_startsAsTheTableSays() throws IOException {
    var rows = TABLE.lines().map(row -> row.replace("''", "").split(", *", -1)).toList();
    var waiting = new ArrayList<Socket>();
    for (String[] row : rows) {
      waiting.add(open(row[0], row[1] + "&wait=1"));
    }
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      try (var socket = waiting.get(i)) {
        assertUnary(row[0], Http.read(socket.getInputStream()), row[3]);
      }
    }
  }

  @Test
  void waitingRead_isAnsweredByTheNextAppend() throws IOException {
    var waiting = new ArrayList<Socket>();
    for (String start : List.of("seq_num=3", "seq_num=3&count=1", "seq_num=3&clamp=true")) {
      waiting.add(open("orders", start + "&wait=60"));
    }
    assertThat(append("{'records':[{'body':'d'}]}").status()).isEqualTo(200);
    for (Socket socket : waiting) {
      try (socket) {
        assertThat(Http.read(socket.getInputStream()).body()).contains("\"body\":\"d\"");
      }
    }
  }

  private void assertUnary(String stream, Http.Answer answer, String expected) {
    switch (expected) {
      case "refused" -> assertAnswer(answer, 416, tailOf(stream));
      case "waits", "ends" -> assertAnswer(answer, 200, "{'records':[]}");
      case "reads" -> assertThat(answer.body()).startsWith("{\"records\":[{\"seq_num\":0,");
      default -> throw new IllegalArgumentException(expected);
    }
  }

  private void assertSession(String stream, String start, String expected) throws IOException {
    if (expected.equals("refused")) {
      String target = "/v1/streams/" + stream + "/records?" + start;
      assertAnswer(send("GET", target, "", BASIN, SSE), 416, tailOf(stream));
      return;
    }
    try (var events = eventsOf(stream, "?" + start)) {
      String first = events.next();
      switch (expected) {
        case "waits" -> assertThat(first).startsWith("event: ping|");
        case "ends" -> assertThat(first).isEqualTo(Events.DONE);
        case "reads" -> assertThat(first).startsWith("event: batch|").contains("[{\"seq_num\":0,");
        default -> throw new IllegalArgumentException(expected);
      }
    }
  }

  private Socket open(String stream, String query) throws IOException {
    String target = "/v1/streams/" + stream + "/records?" + query;
    return Http.open(server.endpoint(), "GET", target, new byte[0], BASIN);
  }

  private static String tailOf(String stream) {
    return stream.equals("empty") ? tail(0, 0) : tail(3, 3);
  }
}
