package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.wire.ReadJson;
import dev.weir.s2.wire.RecordFormat;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that read.
class ReadTableTest extends RequestTable {
  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource({"reads", "failedReads"})
  void request_isAnswered(
      String method, String target, String body, List<String> headers, int status, String answer)
      throws IOException {
    assertAnswer(send(method, target, body, headers.toArray(String[]::new)), status, answer);
  }

  static Stream<Arguments> reads() {
    String a = "{'seq_num':0,'timestamp':1,'body':'a'}";
    String b = "{'seq_num':1,'timestamp':2,'body':'b'}";
    String c = "{'seq_num':2,'timestamp':3,'body':'c'}";
    return Stream.of(
        row("GET", ORDERS + "/tail", 200, "{'tail':{'seq_num':3,'timestamp':3}}", BASIN),
        row(
            "GET",
            "/v1/streams/empty/records/tail",
            200,
            "{'tail':{'seq_num':0,'timestamp':0}}",
            BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=0",
            200,
            "{'records':[" + a + "," + b + "," + c + "]}",
            BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=1&count=1&later=x",
            200,
            "{'records':[" + b + "]}",
            BASIN,
            "accept: */*"),
        row("GET", ORDERS + "?timestamp=3", 200, "{'records':[" + c + "]}", BASIN),
        row(
            "GET",
            ORDERS + "?tail_offset=1",
            200,
            "{'records':[" + c.replace("'c'", "'Yw=='") + "]}",
            BASIN,
            "s2-format: base64"),
        row("GET", ORDERS + "?seq_num=0&count=0", 200, "{'records':[]}", BASIN),
        row("GET", ORDERS + "?seq_num=0&bytes=0", 200, "{'records':[]}", BASIN),
        row("GET", ORDERS + "?seq_num=0&bytes=8", 200, "{'records':[]}", BASIN),
        row("GET", ORDERS + "?seq_num=0&bytes=9", 200, "{'records':[" + a + "]}", BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=0&bytes=18&count=9",
            200,
            "{'records':[" + a + "," + b + "]}",
            BASIN),
        row("GET", ORDERS + "?seq_num=0&bytes=99&count=1", 200, "{'records':[" + a + "]}", BASIN),
        row("GET", ORDERS + "?seq_num=1&until=3", 200, "{'records':[" + b + "]}", BASIN),
        row("GET", ORDERS + "?timestamp=2&until=3", 200, "{'records':[" + b + "]}", BASIN),
        row("GET", ORDERS + "?seq_num=2&until=4", 200, "{'records':[" + c + "]}", BASIN),
        row("GET", ORDERS + "?seq_num=2&until=2", 200, "{'records':[]}", BASIN),
        row("GET", ORDERS + "?timestamp=0&count=1", 200, "{'records':[" + a + "]}", BASIN),
        row("GET", ORDERS + "?timestamp=2&count=1", 200, "{'records':[" + b + "]}", BASIN),
        row("GET", ORDERS + "?tail_offset=3&count=1", 200, "{'records':[" + a + "]}", BASIN),
        row("GET", ORDERS + "?tail_offset=99&count=1", 200, "{'records':[" + a + "]}", BASIN),
        row("GET", ORDERS + "?seq_num=2&wait=60", 200, "{'records':[" + c + "]}", BASIN),
        row("GET", ORDERS + "?seq_num=2&wait=4294967295", 200, "{'records':[" + c + "]}", BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=2&count=18446744073709551615",
            200,
            "{'records':[" + c + "]}",
            BASIN),
        row("GET", ORDERS + "?seq%5Fnum=2&clamp=true", 200, "{'records':[" + c + "]}", BASIN));
  }

  static Stream<Arguments> failedReads() {
    String beyond = "{'tail':{'seq_num':3,'timestamp':3}}";
    return Stream.of(
        row("GET", ORDERS, 416, beyond, BASIN),
        row("GET", ORDERS + "?seq_num=18446744073709551615", 416, beyond, BASIN),
        row("GET", ORDERS + "?seq_num=9", 416, beyond, BASIN, "accept: text/event-stream"),
        row(
            "GET",
            ORDERS + "?seq_num=9&clamp=true&count=1",
            416,
            beyond,
            BASIN,
            "accept: text/event-stream"),
        row(
            "GET",
            ORDERS + "?seq_num=0&tail_offset=0",
            422,
            invalid("only one of seq_num, timestamp, or tail_offset can be provided"),
            BASIN),
        row(
            "GET",
            ORDERS + "?timestamp=5&until=5",
            422,
            invalid("start `timestamp` exceeds or equal to `until`"),
            BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=-1",
            400,
            badQuery("seq_num: invalid unsigned integer `-1`"),
            BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=18446744073709551616",
            400,
            badQuery("seq_num: invalid unsigned integer `18446744073709551616`"),
            BASIN),
        row(
            "GET",
            ORDERS + "?clamp=1",
            400,
            badQuery("clamp: provided string was not `true` or `false`"),
            BASIN),
        row(
            "GET",
            ORDERS + "?wait=4294967296",
            400,
            badQuery("wait: number too large to fit in 32 bits"),
            BASIN),
        row("GET", ORDERS + "?count=1&count=2", 400, badQuery("duplicate field `count`"), BASIN),
        row(
            "GET",
            ORDERS + "?seq_num=0",
            400,
            badHeader("Invalid header `last-event-id`: expected seq_num,count,bytes"),
            BASIN,
            "accept: text/event-stream",
            "last-event-id: 1"),
        row(
            "GET",
            "/v1/streams/gone/records",
            404,
            noStream("gone"),
            BASIN,
            "accept: text/event-stream"));
  }

  @Test
  void read_ofManyRecordsOfOneTimestamp_startsAtTheFirst() throws IOException {
    append("{'records':[{'timestamp':7},{'timestamp':7}]}");
    append("{'records':[{'timestamp':7},{'timestamp':8}]}");
    assertThat(get(ORDERS + "?timestamp=7&count=1").body()).contains("\"seq_num\":3,");
    assertThat(get(ORDERS + "?timestamp=4&count=1").body()).contains("\"seq_num\":3,");
    assertThat(get(ORDERS + "?timestamp=8&count=1").body()).contains("\"seq_num\":6,");
  }

  @Test
  void read_isAThousandRecordsAtMost_andAMebibyte() throws IOException {
    String six = "{'records':[" + "{},".repeat(599) + "{}]}";
    append(six);
    append(six);
    for (String query : List.of("?seq_num=3", "?seq_num=3&count=5000")) {
      var read = ReadJson.decode(get(ORDERS + query).body().getBytes(UTF_8), RecordFormat.RAW);
      assertThat(read.records()).hasSize(1000);
      assertThat(read.records().getLast().seqNum()).isEqualTo(1002);
      assertThat(read.tail()).isEmpty();
    }
    String large = "{'records':[{'body':'" + "x".repeat(700_000) + "'}]}";
    append(large);
    append(large);
    var read =
        ReadJson.decode(
            get(ORDERS + "?seq_num=1203&bytes=9000000").body().getBytes(UTF_8), RecordFormat.RAW);
    assertThat(read.records()).hasSize(1);
  }
}
