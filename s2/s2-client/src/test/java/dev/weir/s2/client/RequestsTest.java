package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.Bytes;
import dev.weir.s2.Change;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.EncryptionKey;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.ListRequest;
import dev.weir.s2.LocationName;
import dev.weir.s2.MetricInterval;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Provisioned.Outcome;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestToken;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.StreamReconfiguration;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.ReadProto;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  void append_withEverything_isProtobuf() {
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
        .containsEntry("content-type", "application/protobuf")
        .containsEntry("accept", "application/protobuf");
    assertThat(AppendProto.decode(request.bytes().toArray())).isEqualTo(input);
  }

  @Test
  void append_answeredInProtobuf_isUnderstood() {
    var ack = new AppendAck(at(4), at(5), at(6));
    server.then(ScriptedServer.protobuf(AppendProto.encodeAck(ack)));
    assertThat(stream().append(AppendInput.of(AppendRecord.of("hello")))).isEqualTo(ack);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "ZSTD"})
  void unaryCalls_withCompression_compressBothWays(Compression compression) throws IOException {
    reconnect(config().withCompression(compression));
    var coding = compression.ofFrames();
    var input = AppendInput.of(AppendRecord.of("hello ".repeat(500)));
    byte[] ack = AppendProto.encodeAck(new AppendAck(at(4), at(5), at(5)));
    var header = "content-encoding: " + coding.coding();
    server.then(ScriptedServer.protobuf(coding.compress(ack), header));
    assertThat(stream().append(input).end()).isEqualTo(at(5));
    var request = only("POST", "/v1/streams/orders/records");
    assertThat(request.headers())
        .containsEntry("content-encoding", coding.coding())
        .containsEntry("accept-encoding", coding.coding());
    assertThat(request.bytes().size()).isLessThan(500);
    byte[] sent = coding.expand(request.bytes().toArray(), 10_000).orElseThrow();
    assertThat(AppendProto.decode(sent)).isEqualTo(input);
  }

  @Test
  void append_thatIsSmall_isNotCompressed() {
    reconnect(config().withCompression(Compression.GZIP));
    server.then(json(200, ACK));
    stream().append(AppendInput.of(AppendRecord.of("hello")));
    assertThat(server.requests().getFirst().headers()).doesNotContainKey("content-encoding");
  }

  @Test
  void stream_withOptions_sendsThemWithRecordsAlone() {
    var options =
        StreamOptions.NONE
            .withEncryptionKey(EncryptionKey.of(new byte[32]))
            .withConfigIfCreated(StreamConfig.UNSET.withRetention(new RetentionPolicy.Infinite()));
    var stream = s2.basin(BASIN).stream(new StreamName("orders"), options);
    server
        .then(json(200, ACK))
        .then(json(200, "{\"records\":[]}"))
        .then(json(200, "{\"tail\":{\"seq_num\":0,\"timestamp\":0}}"));
    stream.append(AppendInput.of(AppendRecord.of("hello")));
    stream.read(ReadRequest.fromSeqNum(0));
    stream.checkTail();
    assertThat(server.requests().subList(0, 2))
        .allSatisfy(request ->
            assertThat(request.headers())
                .containsEntry("s2-encryption-key", "A".repeat(43) + "=")
                .containsEntry("s2-stream-config", "{\"retention_policy\":{\"infinite\":{}}}"));
    assertThat(server.requests().getLast().headers()).doesNotContainKey("s2-encryption-key");
  }

  @Test
  void read_answeredInJson_isReadAsBase64() {
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
    assertThat(request.headers())
        .containsEntry("s2-format", "base64")
        .containsEntry("accept", "application/protobuf");
  }

  @Test
  void read_answeredInProtobuf_isUnderstood() {
    var batch = batch(3, 5);
    server.then(ScriptedServer.protobuf(ReadProto.encode(batch)));
    assertThat(stream().read(ReadRequest.fromSeqNum(3))).isEqualTo(batch);
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

  @Test
  void reconfigurations_patchOnlyWhatChanges() {
    server.then(json(200, "{\"storage_class\":\"express\"}")).then(json(200, "{}"));
    var change =
        StreamReconfiguration.NONE.withRetentionPolicy(Change.to(new RetentionPolicy.Infinite()));
    s2.basin(BASIN).reconfigureStream(ODD, change);
    s2.reconfigureBasin(BASIN, BasinReconfiguration.NONE.withStreamCipher(Change.clear()));
    assertThat(server.requests())
        .extracting(request -> request.method() + " " + request.target() + " " + request.body())
        .containsExactly(
            "PATCH " + ODD_PATH + " {\"retention_policy\":{\"infinite\":{}}}",
            "PATCH /v1/basins/test-basin {\"stream_cipher\":null}");
  }

  @Test
  void createBasin_withLocation_saysIt() {
    server.then(json(201, BASIN_INFO));
    var options = CreateBasinOptions.NONE.withLocation(new LocationName("aws:us-east-1"));
    s2.createBasin(BASIN, BasinConfig.DEFAULT, options);
    assertThat(server.requests().getFirst().body()).contains("\"location\":\"aws:us-east-1\"");
  }

  @Test
  void accountCalls_useTheirRoutes() {
    server
        .then(json(201, "{\"access_token\":\"secret\"}"))
        .then(json(200, "{\"access_tokens\":[],\"has_more\":false}"))
        .then(json(204, ""))
        .then(json(200, "[{\"name\":\"here\",\"is_private\":false}]"))
        .then(json(200, "{\"name\":\"here\",\"is_private\":false}"))
        .then(json(200, "{\"name\":\"here\",\"is_private\":false}"))
        .then(json(200, "{\"values\":[]}"))
        .then(json(200, "{\"values\":[]}"))
        .then(json(200, "{\"values\":[]}"));
    var id = new AccessTokenId("a/b");
    var range = MetricRange.of(1, 2).withInterval(MetricInterval.HOUR);
    assertThat(s2.issueAccessToken(AccessTokenInfo.of(id, AccessTokenScope.EVERYTHING)).value())
        .isEqualTo("secret");
    assertThat(s2.accessTokens(ListRequest.withPrefix("a"))).isEmpty();
    s2.revokeAccessToken(id);
    assertThat(s2.listLocations()).hasSize(1);
    assertThat(s2.defaultLocation().name()).isEqualTo(new LocationName("here"));
    s2.setDefaultLocation(new LocationName("here"));
    s2.metrics(MetricSet.Account.ACCOUNT_OPS, range);
    s2.basin(BASIN).metrics(MetricSet.Basin.STORAGE, range);
    s2.basin(BASIN).metrics(ODD, MetricSet.Stream.STORAGE, range);
    assertThat(server.requests())
        .extracting(request -> request.method() + " " + request.target())
        .containsExactly(
            "POST /v1/access-tokens",
            "GET /v1/access-tokens?prefix=a&limit=1000",
            "DELETE /v1/access-tokens/a%2Fb",
            "GET /v1/locations",
            "GET /v1/locations/default",
            "PUT /v1/locations/default",
            "GET /v1/metrics?set=account-ops&start=1&end=2&interval=hour",
            "GET /v1/metrics/test-basin?set=storage&start=1&end=2&interval=hour",
            "GET /v1/metrics/test-basin/a%2Fb%20%C3%BC%3F%25?set=storage&start=1&end=2&interval=hour");
    assertThat(server.requests().get(5).body()).isEqualTo("\"here\"");
  }

  @Test
  void listing_fetchesPagesAsTheyAreAskedFor_withoutDeletedOnes() {
    String deleted =
        "{\"name\":\"b\",\"created_at\":\"2026-01-01T00:00:00Z\","
            + "\"deleted_at\":\"2026-01-02T00:00:00Z\"}";
    server
        .then(json(200, page(true, stream("a"))))
        .then(json(200, page(true, deleted)))
        .then(json(200, page(false, stream("c"))));
    var listing = s2.basin(BASIN).streams();
    assertThat(server.requests()).isEmpty();
    assertThat(listing.stream().map(info -> info.name().value())).containsExactly("a", "c");
    assertThat(server.requests())
        .extracting(ScriptedServer.Received::target)
        .containsExactly(
            "/v1/streams?limit=1000",
            "/v1/streams?start_after=a&limit=1000",
            "/v1/streams?start_after=b&limit=1000");
  }

  @Test
  void listing_includingDeleted_showsThem_andStopsOnAnEmptyPage() {
    String deleted =
        "{\"name\":\"b\",\"created_at\":\"2026-01-01T00:00:00Z\","
            + "\"deleted_at\":\"2026-01-02T00:00:00Z\"}";
    server.then(json(200, page(true, deleted))).then(json(200, page(true)));
    assertThat(s2.basin(BASIN).streams().includingDeleted()).hasSize(1);
    assertThat(server.requests()).hasSize(2);
  }

  private static String stream(String name) {
    return "{\"name\":\"" + name + "\",\"created_at\":\"2026-01-01T00:00:00Z\"}";
  }

  private static String page(boolean hasMore, String... streams) {
    return "{\"streams\":[" + String.join(",", streams) + "],\"has_more\":" + hasMore + "}";
  }

  private static StreamPosition at(long seqNum) {
    return new StreamPosition(seqNum, 7);
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
