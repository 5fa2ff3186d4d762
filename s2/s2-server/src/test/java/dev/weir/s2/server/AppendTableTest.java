package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.EncryptionKey;
import dev.weir.s2.Header;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.wire.AppendJson;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.FrameCompression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that append.
class AppendTableTest extends RequestTable {
  private static final String PROTOBUF = "content-type: application/protobuf";

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource({"appends", "badHeaders"})
  void request_isAnswered(
      String method, String target, String body, List<String> headers, int status, String answer)
      throws IOException {
    assertAnswer(send(method, target, body, headers.toArray(String[]::new)), status, answer);
  }

  static Stream<Arguments> appends() {
    String ack =
        "{'start':{'seq_num':3,'timestamp':"
            + NOW
            + "},'end':{'seq_num':4,'timestamp':"
            + NOW
            + "},'tail':{'seq_num':4,'timestamp':"
            + NOW
            + "}}";
    String one = "{'records':[{'body':'x'}]}";
    return Stream.of(
        with(
            "POST",
            ORDERS,
            "{'records':[{'headers':[['','trim'],['a','b']]}]}",
            422,
            invalid("invalid header: empty name"),
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{'headers':[['','trim']],'body':'1234567'}]}",
            422,
            invalid(
                "invalid `trim` command: earliest sequence number to trim to was 7 bytes, must be 8"),
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{'headers':[['','fence']],'body':'" + "t".repeat(37) + "'}]}",
            422,
            invalid("invalid `fence` command: fencing token must not exceed 36 bytes in length"),
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{'headers':[['','ZmVuY2U=']],'body':'/w=='}]}",
            422,
            invalid("invalid `fence` command: invalid UTF-8"),
            BASIN,
            JSON,
            BASE64),
        with(
            "POST",
            ORDERS,
            "{'records':[]}",
            400,
            badHeader(
                "Invalid header `s2-encryption-key`: invalid encryption key: key material length 0 is out of range"),
            BASIN,
            JSON,
            "s2-encryption-key: "),
        with("POST", ORDERS, one, 200, ack, BASIN, JSON),
        with(
            "POST",
            ORDERS,
            one,
            200,
            ack,
            BASIN,
            JSON,
            "accept: application/json, application/protobuf"),
        with(
            "POST",
            ORDERS,
            "{'records':[{'body':'eA=='}]}",
            200,
            ack,
            BASIN,
            JSON,
            "s2-format:  base64 "),
        with(
            "POST",
            ORDERS,
            "{'records':[{'body':'eA=='}]}",
            200,
            ack,
            BASIN,
            JSON,
            "s2-format: json-binsafe"),
        with(
            "POST",
            ORDERS,
            "{'records':[{'body':'eA'}]}",
            422,
            invalid("invalid Base64 encoding"),
            BASIN,
            JSON,
            "s2-format: base64"),
        with(
            "POST",
            ORDERS,
            one,
            400,
            badHeader("Invalid header `s2-format`: expected `raw` or `base64`, got `xml`"),
            BASIN,
            JSON,
            "s2-format: xml"),
        with("POST", ORDERS, one, 400, noJson(), BASIN),
        with("POST", ORDERS, one, 400, noJson(), BASIN, type("text/plain")),
        with("POST", ORDERS, one, 400, badHeader("Missing header `s2-basin`"), JSON),
        with(
            "POST",
            ORDERS,
            one,
            400,
            badHeader(
                "Invalid header `s2-encryption-key`: invalid encryption key: key material length 45 is out of range"),
            BASIN,
            JSON,
            "s2-encryption-key: " + "k".repeat(45)),
        with("POST", ORDERS, one, 415, "", BASIN, JSON, "content-encoding: br"),
        with(
            "POST",
            ORDERS,
            "{'records':[]}",
            422,
            invalid("record batch must not be empty"),
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{'headers':[['','x']]}]}",
            422,
            invalid("unknown command"),
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{}],'match_seq_num':1}",
            412,
            "{'seq_num_mismatch':3}",
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{}],'fencing_token':'t','match_seq_num':1}",
            412,
            "{'fencing_token_mismatch':''}",
            BASIN,
            JSON),
        with(
            "POST",
            ORDERS,
            "{'records':[{}],'fencing_token':'" + "t".repeat(37) + "'}",
            400,
            error(
                "bad_json", "fencing token must not exceed 36 bytes in length at line 1 column 33"),
            BASIN,
            JSON),
        with("POST", "/v1/streams/gone/records", one, 404, noStream("gone"), BASIN, JSON),
        with("POST", ORDERS, one, 404, noBasin(), "s2-basin: gone-basin", JSON));
  }

  static Stream<Arguments> badHeaders() {
    String one = "{'records':[{}]}";
    return Stream.of(
        with(
            "POST",
            ORDERS,
            one,
            400,
            badHeader("Invalid header `s2-encryption-key`: not UTF-8"),
            BASIN,
            JSON,
            "s2-encryption-key: schlüssel"),
        with(
            "POST",
            "/v1/streams/gone/records",
            one,
            400,
            badHeader("Invalid header `s2-stream-config`: age must be greater than 0 seconds"),
            BASIN,
            JSON,
            "s2-stream-config: {\"retention_policy\":{\"age\":0}}"),
        with(
            "POST",
            ORDERS,
            one,
            400,
            badHeader("Invalid header `s2-stream-config`: unknown variant `x` at line 1 column 18"),
            BASIN,
            JSON,
            "s2-stream-config: {\"storage_class\":\"x\"}"),
        with("POST", ORDERS, one, 415, "", BASIN, JSON, "content-encoding: gzip, zstd"));
  }

  static Stream<Arguments> badProtobuf() {
    return Stream.of(
        proto("", 422, invalid("record batch must not be empty")),
        proto("0a0412001200", 422, invalid("invalid header: empty name")),
        proto("0a021200", 422, invalid("unknown command")),
        proto("0a00".repeat(1001), 422, invalid("record batch must not exceed 1000 records")),
        proto(
            "0a00" + "1a25" + "74".repeat(37),
            422,
            invalid("fencing token must not exceed 36 bytes in length")),
        proto("0a00" + "1001", 412, "{'seq_num_mismatch':3}"),
        proto("0a00" + "1000", 412, "{'seq_num_mismatch':3}"),
        proto("0a00" + "1001" + "1a0174", 412, "{'fencing_token_mismatch':''}"));
  }

  private static Arguments proto(String hex, int status, String answer) {
    return arguments(hex, status, answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badProtobuf")
  void protobufThatBreaksARule_isRefused(String hex, int status, String answer) throws IOException {
    byte[] body = HexFormat.of().parseHex(hex);

    assertAnswer(send("POST", ORDERS, body, BASIN, PROTOBUF), status, answer);
    assertAnswer(get(ORDERS + "/tail"), 200, tail(3, 3));
  }

  @Test
  void protobufThatIsNone_isBadProto() throws IOException {
    var answer = send("POST", ORDERS, "{'records':[{}]}", BASIN, PROTOBUF);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).contains("application/json");
    assertThat(answer.body())
        .startsWith("{\"code\":\"bad_proto\",\"message\":\"Failed to decode protobuf: ");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "application/protobuf, application/protobuf, true",
    "application/x-protobuf, 'Application/X-Protobuf;q=0.1, */*', true",
    "application/protobuf; x=y, application/json, false",
    "application/protobuf, '*/*', false",
    "application/protobuf, 'application/json, application/protobuf', false",
    "application/json, application/protobuf, true",
  })
  void append_inEitherShape_isAcknowledgedInTheOneAcceptedFirst(
      String type, String accept, boolean inProtobuf) throws IOException {
    byte[] body =
        type.contains("protobuf")
            ? HexFormat.of().parseHex("0a020800")
            : "{\"records\":[{\"timestamp\":0}]}".getBytes(UTF_8);
    var answer = send("POST", ORDERS, body, BASIN, type(type), "accept: " + accept);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type"))
        .hasValueSatisfying(
            got -> assertThat(got.startsWith("application/protobuf")).isEqualTo(inProtobuf));
    var ack =
        inProtobuf ? AppendProto.decodeAck(answer.bytes()) : AppendJson.decodeAck(answer.bytes());
    var end = new StreamPosition(4, 3); // a timestamp of 0 is one, and is lifted to that before it
    assertThat(ack).isEqualTo(new AppendAck(new StreamPosition(3, 3), end, end));
  }

  @Test
  void append_inProtobuf_keepsEveryByte() throws IOException {
    var record =
        AppendRecord.of(Bytes.copyOf(new byte[] {-1, 0, 1}))
            .withHeaders(List.of(Header.of("k", "v"), Header.of("k", "")))
            .withTimestamp(4);
    byte[] body = AppendProto.encode(AppendInput.of(record, AppendRecord.of("")));

    // A wrong format is not looked at: it is about JSON.
    assertThat(send("POST", ORDERS, body, BASIN, PROTOBUF, "s2-format: xml").status())
        .isEqualTo(200);

    assertThat(send("GET", ORDERS + "?seq_num=3&count=1", "", BASIN, BASE64).body())
        .isEqualTo(
            ("{'records':[{'seq_num':3,'timestamp':4,'headers':[['aw==','dg=='],['aw==','']],"
                    + "'body':'/wAB'}]}")
                .replace('\'', '"'));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(FrameCompression.class)
  void append_ofProtobufCompressed_isRead(FrameCompression compression) throws IOException {
    byte[] body = AppendProto.encode(AppendInput.of(AppendRecord.of("x".repeat(5000))));
    String encoding = "content-encoding: " + compression.coding();

    assertThat(send("POST", ORDERS, compression.compress(body), BASIN, PROTOBUF, encoding).status())
        .isEqualTo(200);
    assertThat(stream("orders").checkTail().seqNum()).isEqualTo(4);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(FrameCompression.class)
  void append_ofOver2MiBOfProtobuf_isBadProto(FrameCompression compression) throws IOException {
    byte[] body = compression.compress(new byte[3 * 1024 * 1024]);

    assertAnswer(
        send("POST", ORDERS, body, BASIN, PROTOBUF, "content-encoding: " + compression.coding()),
        400,
        error("bad_proto", "Failed to buffer the request body: length limit exceeded"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"gzip, application/json, bad_json", "zstd, application/protobuf, bad_proto"})
  void append_ofWhatIsNotCompressed_isRefused(String encoding, String type, String code)
      throws IOException {
    byte[] body = "no such thing".getBytes(UTF_8);

    assertAnswer(
        send("POST", ORDERS, body, BASIN, type(type), "content-encoding: " + encoding),
        400,
        error(code, "Failed to buffer the request body: not " + encoding));
  }

  @Test
  void append_withKeyAndConfig_bringsThemToTheStream() throws IOException {
    send(
        "POST",
        ORDERS,
        "{'records':[{}]}",
        BASIN,
        JSON,
        "s2-encryption-key: x",
        "s2-stream-config: {\"storage_class\":\"standard\",\"later\":1}");

    assertThat(store.lastOptions().encryptionKey()).contains(new EncryptionKey("x"));
    assertThat(store.lastOptions().configIfCreated().storageClass())
        .contains(StorageClass.STANDARD);
  }

  @Test
  void append_ofOver2MiB_isBadJson() throws IOException {
    String tooLarge = error("bad_json", "Failed to buffer the request body: length limit exceeded");
    byte[] body = new byte[3 * 1024 * 1024];

    assertThat(send("POST", ORDERS, body, BASIN, JSON).body())
        .isEqualTo(tooLarge.replace('\'', '"'));
    assertThat(send("POST", ORDERS, gzip(body), BASIN, JSON, "content-encoding: gzip").body())
        .isEqualTo(tooLarge.replace('\'', '"'));
  }

  @Test
  void append_inManyChunks_isRead() throws IOException {
    String chunked =
        String.join(
            "\r\n",
            "b",
            "{\"records\":",
            "1",
            "[",
            "c",
            "{\"body\":\"x\"}",
            "2",
            "]}",
            "0",
            "",
            "");
    try (var socket =
        Http.open(
            server.endpoint(),
            "POST",
            ORDERS,
            new byte[0],
            BASIN,
            JSON,
            "transfer-encoding: chunked")) {
      socket.getOutputStream().write(chunked.getBytes(UTF_8));
      assertThat(Http.read(socket.getInputStream()).status()).isEqualTo(200);
    }
    assertThat(get(ORDERS + "?seq_num=3").body()).contains("\"body\":\"x\"");
  }

  @Test
  void append_ofGzip_isRead() throws IOException {
    byte[] body = gzip("{\"records\":[{\"body\":\"x\"}]}".getBytes(UTF_8));

    assertThat(send("POST", ORDERS, body, BASIN, JSON, "content-encoding: gzip").status())
        .isEqualTo(200);
    assertThat(send("POST", ORDERS, new byte[] {1}, BASIN, JSON, "content-encoding: gzip").status())
        .isEqualTo(400);
  }

  @Test
  void condition_isCheckedAgainstTheStream_theFenceFirst() throws IOException {
    assertThat(append("{'records':[{'headers':[['','fence']],'body':'t'}]}").status())
        .isEqualTo(200);
    assertAnswer(
        append("{'records':[{}],'fencing_token':'u','match_seq_num':9}"),
        412,
        "{'fencing_token_mismatch':'t'}");
    assertAnswer(
        append("{'records':[{}],'fencing_token':''}"), 412, "{'fencing_token_mismatch':'t'}");
    assertAnswer(
        append("{'records':[{}],'fencing_token':'t','match_seq_num':9}"),
        412,
        "{'seq_num_mismatch':4}");
    assertAnswer(
        append("{'records':[{}],'match_seq_num':18446744073709551615}"),
        412,
        "{'seq_num_mismatch':4}");
    assertThat(append("{'records':[{}],'fencing_token':'t','match_seq_num':4}").status())
        .isEqualTo(200);
    assertThat(append("{'records':[{}]}").status()).as("without a token").isEqualTo(200);
    assertAnswer(get(ORDERS + "/tail"), 200, "{'tail':{'seq_num':6,'timestamp':" + NOW + "}}");
  }

  @Test
  void fence_isLiftedByAnEmptyToken() throws IOException {
    append("{'records':[{'headers':[['','fence']],'body':'t'}]}");
    append("{'records':[{'headers':[['','fence']]}],'fencing_token':'t'}");
    assertThat(append("{'records':[{}],'fencing_token':''}").status()).isEqualTo(200);
  }

  @Test
  void trim_removesWhatLiesBefore_andNeverTheTail() throws IOException {
    String point = Base64.getEncoder().encodeToString(new byte[] {0, 0, 0, 0, 0, 0, 0, 2});
    String trim = "{'records':[{'headers':[['','dHJpbQ==']],'body':'" + point + "'}]}";
    assertThat(send("POST", ORDERS, trim, BASIN, JSON, BASE64).status()).isEqualTo(200);
    assertThat(get(ORDERS + "?seq_num=0&count=1").body()).contains("\"seq_num\":2,");
    String all = trim.replace(point, "//////////8=");
    assertThat(send("POST", ORDERS, all, BASIN, JSON, BASE64).status()).isEqualTo(200);
    assertThat(get(ORDERS + "/tail").body()).contains("\"seq_num\":5,");
    assertAnswer(get(ORDERS + "?seq_num=0"), 200, "{'records':[]}");
  }

  @Test
  void timestamps_areCappedAtNow_andNeverGoBack() throws IOException {
    String position = "{'seq_num':%d,'timestamp':" + NOW + "}";
    assertAnswer(
        append("{'records':[{'timestamp':9999999999999},{'timestamp':4}]}"),
        200,
        "{'start':%s,'end':%s,'tail':%s}"
            .formatted(position.formatted(3), position.formatted(5), position.formatted(5)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'{\"mode\":\"client-prefer\"}',                      5, 5",
    "'{\"mode\":\"client-prefer\",\"uncapped\":true}',    9999999999999, 9999999999999",
    "'{\"mode\":\"client-require\",\"uncapped\":true}',   9999999999999, 9999999999999",
    "'{\"mode\":\"client-require\"}',                     9999999999999, 1767323045006",
    "'{\"mode\":\"arrival\",\"uncapped\":true}',          5, 1767323045006"
  })
  void timestamp_isWhatTheStreamsModeMakesOfIt(String timestamping, long asked, long given)
      throws IOException {
    timestamping(timestamping);
    String body = "{'records':[{'timestamp':" + asked + "}]}";
    var ack = send("POST", "/v1/streams/empty/records", body, BASIN, JSON).body();
    assertThat(ack).startsWith("{\"start\":{\"seq_num\":0,\"timestamp\":" + given + "}");
  }

  @Test
  void clientRequire_refusesARecordWithoutTimestamp_andTheBatchWithIt() throws IOException {
    timestamping("{'mode':'client-require'}");
    assertAnswer(
        send("POST", "/v1/streams/empty/records", "{'records':[{'timestamp':1},{}]}", BASIN, JSON),
        422,
        invalid("record timestamp was required but was missing"));
    assertAnswer(get("/v1/streams/empty/records/tail"), 200, tail(0, 0));
  }

  private void timestamping(String timestamping) throws IOException {
    String config = "{'timestamping':" + timestamping + "}";
    assertThat(send("PUT", "/v1/streams/empty", config, BASIN, JSON).status()).isEqualTo(200);
  }

  @Test
  void bytes_areKept_inEitherFormat() throws IOException {
    String record = "{'headers':[['k','v'],['k',''],['k','v']],'body':'é\\u0000😀'}";
    append("{'records':[" + record + "]}");
    assertThat(get(ORDERS + "?seq_num=3").body())
        .isEqualTo(
            ("{'records':[{'seq_num':3,'timestamp':"
                    + NOW
                    + ",'headers':[['k','v'],['k',''],['k','v']],'body':'é\\u0000😀'}]}")
                .replace('\'', '"'));
    assertThat(send("GET", ORDERS + "?seq_num=3", "", BASIN, BASE64).body())
        .contains("\"headers\":[[\"aw==\",\"dg==\"],[\"aw==\",\"\"],[\"aw==\",\"dg==\"]]")
        .contains("\"body\":\"w6kA8J+YgA==\"");
    send("POST", ORDERS, "{'records':[{'body':'/wA='}]}", BASIN, JSON, BASE64);
    assertThat(get(ORDERS + "?seq_num=4").body()).contains("\"body\":\"\uFFFD\\u0000\"");
    assertThat(send("GET", ORDERS + "?seq_num=4", "", BASIN, BASE64).body())
        .contains("\"body\":\"/wA=\"");
  }

  @Test
  void batch_mayHoldAThousandRecords_andAMebibyte() throws IOException {
    String thousand = "{'records':[" + "{},".repeat(999) + "{}]}";
    assertThat(append(thousand).status()).isEqualTo(200);
    assertAnswer(
        append(thousand.replace("]", ",{}]")),
        422,
        invalid("record batch must not exceed 1000 records"));
    String half = "{'body':'" + "x".repeat(512 * 1024 - 8) + "'}";
    assertThat(append("{'records':[" + half + "," + half + "]}").status()).isEqualTo(200);
    assertAnswer(
        append("{'records':[" + half + "," + half + ",{}]}"),
        422,
        invalid("record batch must not exceed a metered size of 1 MiB"));
    assertAnswer(
        append("{'records':[{'body':'" + "x".repeat(1024 * 1024 - 7) + "'}]}"),
        422,
        invalid("record must have metered size less than 1 MiB"));
    assertThat(get(ORDERS + "/tail").body()).contains("\"seq_num\":1005,");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
