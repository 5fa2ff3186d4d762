package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.BASIN;
import static dev.weir.s2.lite.Fixture.STREAM;
import static dev.weir.s2.lite.Fixture.assertRejected;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.MetricInterval;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.Provisioned.Outcome;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestToken;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.Timestamping;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class ControlPlaneTest {
  private static final RequestToken TOKEN = new RequestToken("once");
  private static final StreamConfig FOREVER =
      StreamConfig.UNSET.withRetention(new RetentionPolicy.Infinite());
  private static final StreamConfig FULL =
      new StreamConfig(
          Optional.of(StorageClass.STANDARD),
          Optional.of(new RetentionPolicy.Age(60)),
          new Timestamping(Optional.of(Timestamping.Mode.CLIENT_REQUIRE), Optional.of(true)),
          OptionalLong.of(5));

  private final StoreKind kind;
  private Fixture s2;

  ControlPlaneTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    s2 = new Fixture(kind, directory);
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  @Test
  void createBasin_ofNewName_tellsWhenAndKeepsItsConfig() throws Exception {
    var config = new BasinConfig(FULL, Optional.empty(), true, false);
    Provisioned<BasinInfo> created = s2.store.createBasin(BASIN, config);

    Instant now = Instant.ofEpochMilli(s2.time.epochMillis());
    var info = new BasinInfo(BASIN, Optional.empty(), now, Optional.empty());
    assertThat(created).isEqualTo(new Provisioned<>(info, Outcome.CREATED));
    s2.reopen();
    assertThat(s2.store.basinConfig(BASIN)).isEqualTo(config);
    assertThat(s2.store.listBasins(ListRequest.ALL)).isEqualTo(new Page<>(List.of(info), false));
  }

  @Test
  void createBasin_again_isRefusedUnlessItIsTheSameRequest() throws Exception {
    var config = new BasinConfig(FOREVER, Optional.empty(), false, false);
    Provisioned<BasinInfo> first =
        s2.store.createBasin(BASIN, config, CreateBasinOptions.NONE.withRequestToken(TOKEN));
    s2.time.advance(Duration.ofSeconds(1));
    s2.store.ensureBasin(BASIN, BasinConfig.DEFAULT); // leaves the token valid
    s2.reopen();

    assertThat(s2.store.createBasin(BASIN, config, CreateBasinOptions.NONE.withRequestToken(TOKEN)))
        .isEqualTo(new Provisioned<>(first.info(), Outcome.NOOP));
    assertExists(() ->
        s2.store.createBasin(
            BASIN, BasinConfig.DEFAULT, CreateBasinOptions.NONE.withRequestToken(TOKEN)));
    assertExists(() ->
        s2.store.createBasin(
            BASIN, config, CreateBasinOptions.NONE.withRequestToken(new RequestToken("other"))));
    assertExists(() -> s2.store.createBasin(BASIN, config));
  }

  @Test
  void createBasin_withCipher_givesItToNewStreams_andCountsForTheToken() {
    var config =
        new BasinConfig(StreamConfig.UNSET, Optional.of(StreamCipher.AES_256_GCM), false, false);
    var options = CreateBasinOptions.NONE.withRequestToken(TOKEN);
    s2.store.createBasin(BASIN, config, options);
    assertThat(s2.store.basinConfig(BASIN)).isEqualTo(config);
    assertThat(s2.store.createBasin(BASIN, config, options).outcome()).isEqualTo(Outcome.NOOP);
    assertExists(() -> s2.store.createBasin(BASIN, BasinConfig.DEFAULT, options));
    assertThat(s2.basin.createStream(STREAM, StreamConfig.UNSET).info().cipher())
        .contains(StreamCipher.AES_256_GCM);
  }

  @Test
  void ensureBasin_createsThenReplacesThenLeavesAlone() {
    var config = new BasinConfig(FOREVER, Optional.empty(), true, true);
    assertThat(s2.store.ensureBasin(BASIN, config).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(s2.store.ensureBasin(BASIN, config).outcome()).isEqualTo(Outcome.NOOP);
    assertThat(s2.store.ensureBasin(BASIN, BasinConfig.DEFAULT).outcome())
        .isEqualTo(Outcome.UPDATED);
    assertThat(s2.store.basinConfig(BASIN)).isEqualTo(BasinConfig.DEFAULT);
    assertExists(
        () -> s2.store.createBasin(BASIN, config, CreateBasinOptions.NONE.withRequestToken(TOKEN)));
  }

  @Test
  void basin_thatIsMissing_isNotFound() {
    assertThatThrownBy(() -> s2.store.basinConfig(BASIN))
        .hasMessage("basin `test-basin` not found");
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> s2.store.deleteBasin(BASIN));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND, () -> s2.basin.createStream(STREAM, StreamConfig.UNSET));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND, () -> s2.basin.ensureStream(STREAM, StreamConfig.UNSET));
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> s2.basin.listStreams(ListRequest.ALL));
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> s2.append("a"));
    assertRejected(ErrorCode.BASIN_NOT_FOUND, s2.stream::checkTail);
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> s2.stream.read(ReadRequest.fromSeqNum(0)));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.streamConfig(STREAM));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.deleteStream(STREAM));
  }

  @Test
  void stream_thatIsMissing_isNotFound() {
    s2.store.createBasin(BASIN, BasinConfig.DEFAULT);
    assertThatThrownBy(s2.stream::checkTail)
        .hasMessage("stream `orders` in basin `test-basin` not found");
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.append("a"));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.stream.openRead(ReadRequest.fromSeqNum(0)));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.streamConfig(STREAM));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.deleteStream(STREAM));
  }

  @Test
  void createStream_fillsItsConfigFromTheBasinOnce() {
    s2.store.createBasin(BASIN, new BasinConfig(FOREVER, Optional.empty(), false, false));
    s2.basin.createStream(STREAM, StreamConfig.UNSET.withDeleteOnEmptyMinAgeSecs(7));
    s2.store.ensureBasin(BASIN, BasinConfig.DEFAULT);

    assertThat(s2.basin.streamConfig(STREAM))
        .isEqualTo(
            StreamConfig.GLOBAL_DEFAULT
                .withRetention(new RetentionPolicy.Infinite())
                .withDeleteOnEmptyMinAgeSecs(7));
  }

  @Test
  void createStream_again_isRefusedUnlessItIsTheSameRequest() {
    s2.store.createBasin(BASIN, BasinConfig.DEFAULT);
    Provisioned<StreamInfo> first = s2.basin.createStream(STREAM, FULL, TOKEN);
    assertThat(first.outcome()).isEqualTo(Outcome.CREATED);
    s2.store.ensureBasin(BASIN, new BasinConfig(FOREVER, Optional.empty(), false, false));

    assertThat(s2.basin.createStream(STREAM, FULL, TOKEN))
        .isEqualTo(new Provisioned<>(first.info(), Outcome.NOOP));
    assertExists(() -> s2.basin.createStream(STREAM, FOREVER, TOKEN));
    assertExists(() -> s2.basin.createStream(STREAM, FULL, new RequestToken("other")));
    assertExists(() -> s2.basin.createStream(STREAM, FULL));
    assertThatThrownBy(() -> s2.basin.createStream(STREAM, FULL))
        .hasMessage("stream `orders` in basin `test-basin` already exists");
  }

  @Test
  void ensureStream_createsThenReplacesThenLeavesAlone() {
    s2.store.createBasin(BASIN, BasinConfig.DEFAULT);
    assertThat(s2.basin.ensureStream(STREAM, FULL).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(s2.basin.ensureStream(STREAM, FULL).outcome()).isEqualTo(Outcome.NOOP);
    assertThat(s2.basin.ensureStream(STREAM, StreamConfig.UNSET).outcome())
        .isEqualTo(Outcome.UPDATED);
    assertThat(s2.basin.streamConfig(STREAM)).isEqualTo(StreamConfig.GLOBAL_DEFAULT);
  }

  @Test
  void ensureStream_ofAStreamInUse_changesItsNextAppend() {
    s2.withStream();
    s2.append("untimed");
    s2.basin.ensureStream(STREAM, FULL);
    assertRejected(ErrorCode.INVALID, () -> s2.append("untimed"));
  }

  @Test
  void deleteStream_thenCreatedAnew_startsFromNothing() throws Exception {
    s2.withStream();
    s2.append("old", "older");
    s2.basin.deleteStream(STREAM);
    assertRejected(ErrorCode.STREAM_NOT_FOUND, s2.stream::checkTail);
    assertThat(s2.basin.listStreams(ListRequest.ALL).items()).isEmpty();
    assertThat(s2.beneath().floor(Keys.row(9, 0), Keys.row(0, 0))).isEmpty();

    s2.basin.createStream(STREAM, StreamConfig.UNSET);
    assertThat(s2.stream.checkTail()).isEqualTo(StreamPosition.START);
    s2.append("new");
    s2.reopen();
    assertThat(Fixture.everything(s2.stream)).containsExactly("new");
  }

  @Test
  void deleteStream_withAppendsBehindIt_refusesThem() throws Exception {
    s2.withStream();
    s2.append("warm");
    s2.storage.hold();
    var before = async(() -> s2.stream.append(batch("before")));
    s2.storage.awaitHeld();
    var key = new StreamKey(BASIN, STREAM);
    ActiveStreams.Lease lease =
        s2.store.engine().acquire(key, Engine.Creates.NEVER, StreamConfig.UNSET);
    var deletion =
        async(() -> {
          s2.basin.deleteStream(STREAM);
          return true;
        });
    s2.storage.letGo();
    get(before);
    assertThat(get(deletion)).isTrue();
    assertRejected(
        ErrorCode.STREAM_NOT_FOUND,
        () -> lease.stream().append(batch("x"), Optional.empty(), () -> {}));
    lease.close();
  }

  @Test
  void list_withPrefixAndStart_pagesInTheOrderOfBytes() {
    s2.store.createBasin(BASIN, BasinConfig.DEFAULT);
    for (String name : List.of("b", "a/2", "ü", "a/10", "a/1", "a", "Z", "日本", "😀")) {
      s2.basin.createStream(new StreamName(name), StreamConfig.UNSET);
    }
    s2.store.createBasin(new BasinName("test-basin-2"), BasinConfig.DEFAULT);
    s2.store
        .basin(new BasinName("test-basin-2"))
        .createStream(new StreamName("foreign"), StreamConfig.UNSET);

    assertPage(list("", "", 0), false, "Z", "a", "a/1", "a/10", "a/2", "b", "ü", "日本", "😀");
    assertPage(list("a/", "", 2), true, "a/1", "a/10");
    assertPage(list("a/", "a/10", 2), false, "a/2");
    assertPage(list("a/", "Z", 3), false, "a/1", "a/10", "a/2");
    assertPage(list("a/", "b", 3), false);
    assertPage(list("", "a/1", 1), true, "a/10");
    assertPage(list("nothing", "", 1), false);
  }

  @Test
  void listBasins_withPrefix_findsThem() {
    s2.store.createBasin(BASIN, BasinConfig.DEFAULT);
    s2.store.createBasin(new BasinName("other-basin"), BasinConfig.DEFAULT);
    assertThat(s2.store.listBasins(new ListRequest("test", "", 1)).items())
        .extracting(BasinInfo::name)
        .containsExactly(BASIN);
    assertThat(s2.store.listBasins(new ListRequest("", "", 1)).hasMore()).isTrue();
  }

  @Test
  void append_toAMissingStream_createsItWhereTheBasinSaysSo() {
    s2.store.createBasin(BASIN, new BasinConfig(FOREVER, Optional.empty(), true, false));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, s2.stream::checkTail);
    s2.append("a");
    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(1);
    assertThat(s2.basin.streamConfig(STREAM).retentionPolicy())
        .contains(new RetentionPolicy.Infinite());
  }

  @Test
  void append_toAMissingStreamWhoseConditionFails_createsItNevertheless() {
    s2.store.createBasin(BASIN, new BasinConfig(StreamConfig.UNSET, Optional.empty(), true, false));
    assertThatThrownBy(() -> s2.stream.append(batch("a").withMatchSeqNum(1)))
        .isInstanceOf(AppendConditionFailedException.class);
    assertThat(s2.stream.checkTail()).isEqualTo(StreamPosition.START);
  }

  @Test
  void read_ofAMissingStream_createsItWhereTheBasinSaysSo() {
    s2.store.createBasin(BASIN, new BasinConfig(StreamConfig.UNSET, Optional.empty(), false, true));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.append("a"));
    assertThatThrownBy(() -> s2.stream.read(ReadRequest.fromSeqNum(0)))
        .isInstanceOf(RangeNotSatisfiableException.class);
    s2.append("a");
    assertThat(s2.basin.stream(new StreamName("by-check")).checkTail())
        .isEqualTo(StreamPosition.START);
  }

  @Test
  void append_ofManyToAMissingStream_createsItOnce() throws Exception {
    s2.store.createBasin(BASIN, new BasinConfig(StreamConfig.UNSET, Optional.empty(), true, true));
    var acks = new ArrayList<CompletableFuture<AppendAck>>();
    for (int i = 0; i < 20; i++) {
      acks.add(async(() -> s2.stream.append(batch("a"))));
    }
    for (var ack : acks) {
      get(ack);
    }
    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(20);
  }

  @Test
  void deleteBasin_whilePending_refusesNewThingsAndKeepsTheOld() throws Exception {
    s2.withStream();
    s2.append("a");
    var held = new CountDownLatch(1);
    var holding =
        s2.store
            .engine()
            .background()
            .submit(() -> {
              try {
                held.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    s2.store.deleteBasin(BASIN);
    s2.store.deleteBasin(BASIN);

    BasinInfo info = s2.store.listBasins(ListRequest.ALL).items().getFirst();
    assertThat(info.deletedAt()).contains(Instant.ofEpochMilli(s2.time.epochMillis()));
    assertThat(s2.store.basinConfig(BASIN)).isEqualTo(BasinConfig.DEFAULT);
    assertPending(() -> s2.store.createBasin(BASIN, BasinConfig.DEFAULT));
    assertPending(() -> s2.store.ensureBasin(BASIN, BasinConfig.DEFAULT));
    assertPending(() -> s2.basin.createStream(new StreamName("new"), StreamConfig.UNSET));
    assertPending(() -> s2.basin.ensureStream(STREAM, StreamConfig.UNSET));
    s2.append("b");

    held.countDown();
    assertThat(holding.get(20, TimeUnit.SECONDS)).isNull();
    awaitBackground();
    assertThat(s2.store.listBasins(ListRequest.ALL).items()).isEmpty();
    s2.store.createBasin(BASIN, BasinConfig.DEFAULT);
    assertThat(s2.basin.listStreams(ListRequest.ALL).items()).isEmpty();
  }

  @Test
  void deleteBasin_cutOffByAClose_goesOnAtTheNextOpen() throws Exception {
    s2.withStream();
    for (int i = 0; i < 5; i++) {
      s2.basin.createStream(new StreamName("stream-" + i), StreamConfig.UNSET);
    }
    var held = new CountDownLatch(1);
    var unused =
        s2.store
            .engine()
            .background()
            .submit(() -> {
              try {
                held.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    s2.store.deleteBasin(BASIN);
    s2.reopen();
    awaitBackground();
    assertThat(s2.store.listBasins(ListRequest.ALL).items()).isEmpty();
    assertThat(s2.beneath().floor(new byte[] {'u'}, new byte[] {'j'})).isEmpty();
    byte[] usage = UsageKeys.countersOf(MetricInterval.DAY, BASIN.value());
    assertThat(s2.beneath().keys(usage, Keys.afterPrefix(usage), 1)).isEmpty();
  }

  private void awaitBackground() throws Exception {
    assertThat(s2.store.engine().background().submit(() -> {}).get(20, TimeUnit.SECONDS)).isNull();
  }

  private Page<StreamInfo> list(String prefix, String startAfter, int limit) {
    return s2.basin.listStreams(new ListRequest(prefix, startAfter, limit));
  }

  private static void assertPage(Page<StreamInfo> page, boolean hasMore, String... names) {
    assertThat(page.items()).extracting(info -> info.name().value()).containsExactly(names);
    assertThat(page.hasMore()).isEqualTo(hasMore);
  }

  private static void assertExists(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertRejected(ErrorCode.RESOURCE_ALREADY_EXISTS, call);
  }

  private static void assertPending(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertRejected(ErrorCode.BASIN_DELETION_PENDING, call);
  }
}
