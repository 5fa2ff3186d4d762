package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.EncryptionKey;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.wire.ReadJson;
import dev.weir.s2.wire.ReadProto;
import dev.weir.s2.wire.RecordFormat;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that read.
class ReadTableTest extends RequestTable {
  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource({"reads", "failedReads", "protobufReads"})
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

  static Stream<Arguments> protobufReads() {
    String type = "accept: application/protobuf";
    return Stream.of(
        row("GET", ORDERS, 416, tail(3, 3), BASIN, type),
        row(
            "GET",
            ORDERS + "?seq_num=x",
            400,
            badQuery("seq_num: invalid unsigned integer `x`"),
            BASIN,
            type),
        row(
            "GET",
            ORDERS + "?timestamp=5&until=5",
            422,
            invalid("start `timestamp` exceeds or equal to `until`"),
            BASIN,
            type),
        row("GET", "/v1/streams/gone/records", 404, noStream("gone"), BASIN, type),
        row("GET", ORDERS, 400, badHeader("Missing header `s2-basin`"), type),
        row(
            "GET",
            ORDERS,
            400,
            badHeader("Invalid header `s2-stream-config`: expected an object at line 1 column 1"),
            BASIN,
            type,
            "s2-stream-config: []"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "application/protobuf",
        "application/x-protobuf",
        "Application/Protobuf; charset=x, application/json",
      })
  void read_acceptingProtobufFirst_isAnsweredInIt(String accept) throws IOException {
    // A wrong format is not looked at: it is about JSON.
    var answer =
        send("GET", ORDERS + "?seq_num=1", "", BASIN, "accept: " + accept, "s2-format: xml");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).contains("application/protobuf");
    assertThat(HexFormat.of().formatHex(answer.bytes()))
        .isEqualTo("0a0708011002220162" + "0a0708021003220163");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"*/*", "application/json, application/protobuf", "text/html", ""})
  void read_acceptingSomethingElseFirst_isAnsweredInJson(String accept) throws IOException {
    var answer = send("GET", ORDERS + "?seq_num=2", "", BASIN, "accept: " + accept);

    assertThat(answer.header("content-type")).contains("application/json");
    assertThat(answer.body()).startsWith("{\"records\":[");
  }

  @Test
  void read_ofNothingInProtobuf_isAnEmptyBody() throws IOException {
    var answer =
        send("GET", ORDERS + "?seq_num=0&count=0", "", BASIN, "accept: application/protobuf");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEmpty();
  }

  @Test
  void read_inProtobuf_isTheSameBatchAsInJson() throws IOException {
    append("{'records':[{'headers':[['k','v'],['k','']],'body':'é'},{},{'timestamp':0}]}");
    var json = ReadJson.decode(get(ORDERS + "?seq_num=0").bytes(), RecordFormat.RAW);

    var proto = send("GET", ORDERS + "?seq_num=0", "", BASIN, "accept: application/protobuf");

    assertThat(ReadProto.decode(proto.bytes())).isEqualTo(json);
  }

  @Test
  void read_withKeyAndConfig_bringsThemToTheStream() throws IOException {
    String key = "k".repeat(44);
    for (String accept : List.of("application/json", "application/protobuf", "text/event-stream")) {
      get(ORDERS + "?seq_num=0");
      assertThat(store.lastOptions()).isEqualTo(StreamOptions.NONE);
      send(
          "GET",
          ORDERS + "?seq_num=9",
          "",
          BASIN,
          "accept: " + accept,
          "s2-encryption-key:  " + key + " ",
          "s2-stream-config: {\"delete_on_empty\":{\"min_age_secs\":7}}");
      assertThat(store.lastOptions())
          .isEqualTo(
              StreamOptions.NONE
                  .withEncryptionKey(new EncryptionKey(key))
                  .withConfigIfCreated(StreamConfig.UNSET.withDeleteOnEmptyMinAgeSecs(7)));
    }
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
