package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Provisioned.Outcome;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestToken;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What goes over the wire, to the byte, and what comes of the answers.
final class RequestsTest extends ClientTest {
  private static final String ACK =
      "{\"start\":{\"seq_num\":4,\"timestamp\":1},\"end\":{\"seq_num\":5,\"timestamp\":2},"
          + "\"tail\":{\"seq_num\":6,\"timestamp\":3}}";
  private static final String STREAM_INFO =
      "{\"name\":\"a/b ü?%\",\"created_at\":\"2026-01-02T03:04:05Z\",\"deleted_at\":null,"
          + "\"cipher\":null}";
  private static final String BASIN_INFO =
      "{\"name\":\"test-basin\",\"created_at\":\"2026-01-02T03:04:05.123456789Z\"}";
  private static final StreamName ODD = new StreamName("a/b ü?%");
  private static final String ODD_PATH = "/v1/streams/a%2Fb%20%C3%BC%3F%25";

  @Test
  void checkTail_ofOddName_encodesOneSegmentAndNamesBasin() {
    server.then(json(200, "{\"tail\":{\"seq_num\":18446744073709551615,\"timestamp\":9}}"));
    assertThat(s2.basin(BASIN).stream(ODD).checkTail()).isEqualTo(new StreamPosition(-1, 9));
    var request = only("GET", ODD_PATH + "/records/tail");
    assertThat(request.headers())
        .containsEntry("s2-basin", "test-basin")
        .containsEntry("authorization", "Bearer top-secret")
        .containsEntry("accept", "application/json")
        .containsEntry("accept-encoding", "identity");
  }

  @Test
  void append_ofText_isRawJson() {
    server.then(json(200, ACK));
    var record =
        new AppendRecord(
            OptionalLong.of(0),
            List.of(Header.of("k", "ü"), Header.of("k", "")),
            Bytes.utf8("é\"\0\ufffd"));
    var input = AppendInput.of(record).withMatchSeqNum(0).withFencingToken(new FencingToken(""));
    assertThat(stream().append(input).end().seqNum()).isEqualTo(5);
    var request = only("POST", "/v1/streams/orders/records");
    assertThat(request.headers())
        .containsEntry("s2-format", "raw")
        .containsEntry("content-type", "application/json");
    assertThat(request.body())
        .isEqualTo(
            "{\"records\":[{\"timestamp\":0,\"headers\":[[\"k\",\"ü\"],[\"k\",\"\"]],"
                + "\"body\":\"é\\\"\\u0000\ufffd\"}],\"match_seq_num\":0,\"fencing_token\":\"\"}");
  }

  @Test
  void append_ofBytes_isBase64() {
    server.then(json(200, ACK));
    stream().append(AppendInput.of(AppendRecord.of(Bytes.copyOf(new byte[] {'a', (byte) 0xFF}))));
    var request = only("POST", "/v1/streams/orders/records");
    assertThat(request.headers()).containsEntry("s2-format", "base64");
    assertThat(request.body()).isEqualTo("{\"records\":[{\"body\":\"Yf8=\"}]}");
  }

  @Test
  void append_ofTrimBeyond127_isBase64() {
    server.then(json(200, ACK));
    stream().append(AppendInput.of(new Command.Trim(200).toRecord()));
    assertThat(server.requests().getFirst().body())
        .isEqualTo("{\"records\":[{\"headers\":[[\"\",\"dHJpbQ==\"]],\"body\":\"AAAAAAAAAMg=\"}]}");
  }

  @Test
  void append_withTextCutWithinCharacter_isBase64() {
    server.then(json(200, ACK));
    stream().append(AppendInput.of(AppendRecord.of(Bytes.copyOf(new byte[] {'a', (byte) 0xC3}))));
    assertThat(server.requests().getFirst().headers()).containsEntry("s2-format", "base64");
  }

  @Test
  void read_withEverything_asksInBase64() {
    server.then(
        json(
            200,
            "{\"records\":[{\"seq_num\":7,\"timestamp\":8,\"headers\":[[\"aw==\",\"\"]],\"body\":\"/w==\"}]}"));
    var limit = new ReadLimit(OptionalLong.of(5), OptionalLong.of(6), OptionalLong.of(99));
    var batch =
        stream()
            .read(
                ReadRequest.from(new ReadFrom.Timestamp(3))
                    .withClamp()
                    .withLimit(limit)
                    .withWait(Duration.ofSeconds(2)));
    var record = batch.records().getFirst();
    assertThat(record.body()).isEqualTo(Bytes.copyOf(new byte[] {(byte) 0xFF}));
    assertThat(record.headers()).containsExactly(Header.of("k", ""));
    var request =
        only(
            "GET",
            "/v1/streams/orders/records?timestamp=3&clamp=true&count=5&bytes=6&until=99&wait=2");
    assertThat(request.headers()).containsEntry("s2-format", "base64");
  }

  @Test
  void createStream_withoutToken_sendsARandomOne() {
    server.then(json(201, STREAM_INFO, "s2-provision-result: noop"));
    var config = StreamConfig.UNSET.withRetention(new RetentionPolicy.Infinite());
    var made = s2.basin(BASIN).createStream(ODD, config);
    assertThat(made.outcome()).isEqualTo(Outcome.NOOP);
    assertThat(made.info().name()).isEqualTo(ODD);
    var request = only("POST", "/v1/streams");
    assertThat(request.headers().get("s2-request-token")).matches("[0-9a-f]{32}");
    assertThat(request.body())
        .startsWith("{\"stream\":\"a/b ü?%\",\"config\":{")
        .contains("infinite");
  }

  @Test
  void createStream_withToken_sendsIt() {
    server.then(json(201, STREAM_INFO));
    s2.basin(BASIN).createStream(ODD, StreamConfig.UNSET, new RequestToken("mine"));
    assertThat(server.requests().getFirst().headers()).containsEntry("s2-request-token", "mine");
  }

  @Test
  void createStream_withTokenThatNoHeaderCarries_isInvalid() {
    var token = new RequestToken("größe");
    assertThatThrownBy(() -> s2.basin(BASIN).createStream(ODD, StreamConfig.UNSET, token))
        .isInstanceOf(InvalidInputException.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void ensureStream_withoutResultHeader_goesByStatus() {
    server.then(json(201, STREAM_INFO)).then(json(200, STREAM_INFO));
    var basin = s2.basin(BASIN);
    assertThat(basin.ensureStream(ODD, StreamConfig.UNSET).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(basin.ensureStream(ODD, StreamConfig.UNSET).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(server.requests().getFirst().method()).isEqualTo("PUT");
    assertThat(server.requests().getFirst().target()).isEqualTo(ODD_PATH);
  }

  @Test
  void streamConfig_list_delete_useTheirRoutes() {
    server
        .then(json(200, "{\"storage_class\":\"express\"}"))
        .then(json(200, "{\"streams\":[" + STREAM_INFO + "],\"has_more\":true}"))
        .then(json(202, ""));
    var basin = s2.basin(BASIN);
    basin.streamConfig(ODD);
    var page = basin.listStreams(new ListRequest("a/", "a/b&", 10));
    basin.deleteStream(ODD);
    assertThat(page.hasMore()).isTrue();
    assertThat(server.requests())
        .extracting(request -> request.method() + " " + request.target())
        .containsExactly(
            "GET " + ODD_PATH,
            "GET /v1/streams?prefix=a%2F&start_after=a%2Fb%26&limit=10",
            "DELETE " + ODD_PATH);
  }

  @Test
  void basins_useTheirRoutesWithoutBasinHeader() {
    server
        .then(json(201, BASIN_INFO))
        .then(json(200, BASIN_INFO, "s2-provision-result: updated"))
        .then(json(200, "{\"create_stream_on_append\":true}"))
        .then(json(200, "{\"basins\":[" + BASIN_INFO + "],\"has_more\":false}"))
        .then(json(202, ""));
    assertThat(s2.createBasin(BASIN, BasinConfig.DEFAULT).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(s2.ensureBasin(BASIN, BasinConfig.DEFAULT).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(s2.basinConfig(BASIN).createStreamOnAppend()).isTrue();
    assertThat(s2.listBasins(ListRequest.ALL).items()).hasSize(1);
    s2.deleteBasin(BASIN);
    assertThat(server.requests())
        .extracting(request -> request.method() + " " + request.target())
        .containsExactly(
            "POST /v1/basins",
            "PUT /v1/basins/test-basin",
            "GET /v1/basins/test-basin",
            "GET /v1/basins?limit=1000",
            "DELETE /v1/basins/test-basin");
    assertThat(server.requests()).noneMatch(request -> request.headers().containsKey("s2-basin"));
  }

  private static ScriptedServer.Reply json(int status, String body, String... headers) {
    return ScriptedServer.json(status, body, headers);
  }

  private ScriptedServer.Received only(String method, String target) {
    assertThat(server.requests()).hasSize(1);
    var request = server.requests().getFirst();
    assertThat(request.method() + " " + request.target()).isEqualTo(method + " " + target);
    return request;
  }
}
