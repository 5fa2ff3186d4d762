package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.Bytes;
import dev.weir.s2.Change;
import dev.weir.s2.Command;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Operation;
import dev.weir.s2.Provisioned.Outcome;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RequestToken;
import dev.weir.s2.ResourceSet;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.StreamReconfiguration;
import dev.weir.s2.Timestamping;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A store is the same store whichever way it is reached: the same values, the same exceptions, the
/// same codes and words.
@ParameterizedClass
@EnumSource(Way.class)
class ConformanceTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");
  private static final BasinName BASIN = new BasinName("test-basin");
  private static final StreamName ORDERS = new StreamName("orders");
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Way way;
  private final S2Lite engine =
      S2Lite.inMemory(S2LiteOptions.DEFAULT.withClock(InstantSource.fixed(NOW)));
  private S2Server server = S2Server.start(engine, S2ServerConfig.LOOPBACK);
  private final S2 s2;
  private final S2Basin basin;
  private final S2Stream orders;

  ConformanceTest(Way way) {
    this.way = way;
    s2 = way.connect(engine, server);
    basin = s2.basin(BASIN);
    orders = basin.stream(ORDERS);
  }

  @BeforeEach
  void create() {
    engine.createBasin(BASIN, BasinConfig.DEFAULT);
    engine.basin(BASIN).createStream(ORDERS, StreamConfig.UNSET);
  }

  @AfterEach
  void close() {
    s2.close();
    server.close();
    engine.close();
  }

  // Appends.

  @Test
  void append_tellsWhereTheRecordsAre() {
    assertThat(append("a", "b")).isEqualTo(new AppendAck(at(0), at(2), at(2)));
    assertThat(append("c")).isEqualTo(new AppendAck(at(2), at(3), at(3)));
    assertThat(orders.checkTail()).isEqualTo(at(3));
  }

  @Test
  void record_comesBackAsItWas() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    var records =
        List.of(
            AppendRecord.of(Bytes.wrap(all)).withTimestamp(1),
            AppendRecord.of("é\u0000😀\"\\"),
            AppendRecord.of(Bytes.empty()),
            AppendRecord.of("x")
                .withHeaders(
                    List.of(
                        Header.of("k", "v"),
                        Header.of("k", ""),
                        new Header(Bytes.wrap(all), Bytes.wrap(all)),
                        Header.of("k", "v"))),
            new Command.Fence(new FencingToken("t")).toRecord(),
            new Command.Trim(0).toRecord());
    orders.append(AppendInput.of(records));

    var read = orders.read(ReadRequest.fromSeqNum(0)).records();
    assertThat(read.stream().map(SequencedRecord::body).toList())
        .isEqualTo(records.stream().map(AppendRecord::body).toList());
    assertThat(read.stream().map(SequencedRecord::headers).toList())
        .isEqualTo(records.stream().map(AppendRecord::headers).toList());
    assertThat(read.getFirst().timestamp()).isEqualTo(1);
    assertThat(read.getLast().timestamp()).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void append_ofTheLargestBatches_isTaken() {
    orders.append(AppendInput.of(Collections.nCopies(1000, AppendRecord.of("x"))));
    orders.append(AppendInput.of(AppendRecord.of(Bytes.wrap(new byte[1024 * 1024 - 8]))));
    orders.append(AppendInput.of(AppendRecord.of("\u0001".repeat(1024 * 1024 - 8))));
    assertThat(orders.checkTail().seqNum()).isEqualTo(1002);
    assertThat(orders.read(ReadRequest.fromSeqNum(1001)).records().getFirst().body().size())
        .isEqualTo(1024 * 1024 - 8);
  }

  @Test
  void append_withAConditionThatDoesNotHold_saysWhatHolds() {
    append("a");
    var one = AppendInput.of(AppendRecord.of("b"));
    assertMismatch(new Mismatch.SeqNum(1), () -> orders.append(one.withMatchSeqNum(0)));
    assertMismatch(new Mismatch.SeqNum(1), () -> orders.append(one.withMatchSeqNum(-1)));
    assertMismatch(
        new Mismatch.Fence(FencingToken.NONE),
        () -> orders.append(one.withMatchSeqNum(0).withFencingToken(new FencingToken("t"))));
    orders.append(AppendInput.of(new Command.Fence(new FencingToken("té")).toRecord()));
    assertMismatch(
        new Mismatch.Fence(new FencingToken("té")),
        () -> orders.append(one.withFencingToken(FencingToken.NONE)));
    orders.append(one.withMatchSeqNum(2).withFencingToken(new FencingToken("té")));
    assertThat(orders.checkTail().seqNum()).isEqualTo(3);
  }

  @Test
  void concurrentAppends_takeDisjointPlaces() throws Exception {
    var tasks =
        Collections.nCopies(50, (Callable<AppendAck>) () -> append("x", "y", "z")).stream()
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts = new ArrayList<Long>();
      for (Future<AppendAck> ack : threads.invokeAll(tasks)) {
        starts.add(ack.get().start().seqNum());
      }
      assertThat(starts.stream().sorted().map(start -> start / 3).toList())
          .isEqualTo(LongStream.range(0, 50).boxed().toList());
    }
    assertThat(orders.checkTail().seqNum()).isEqualTo(150);
  }

  @Test
  void append_withoutTheTimestampThatTheStreamRequires_isInvalid() {
    var required =
        new Timestamping(Optional.of(Timestamping.Mode.CLIENT_REQUIRE), Optional.empty());
    basin.ensureStream(
        ORDERS,
        new StreamConfig(Optional.empty(), Optional.empty(), required, OptionalLong.empty()));
    assertRejected(
        ErrorCode.INVALID, "record timestamp was required but was missing", () -> append("a"));
  }

  // Reads.

  @Test
  void read_givesWhatItsBoundsLetThrough() {
    for (int i = 1; i <= 6; i++) {
      orders.append(AppendInput.of(AppendRecord.of("r" + i).withTimestamp(i / 2 * 10L)));
    } // timestamps 0, 10, 10, 20, 20, 30
    assertThat(read(ReadRequest.fromSeqNum(4))).containsExactly("r5", "r6");
    assertThat(read(ReadRequest.fromSeqNum(1).withCount(2))).containsExactly("r2", "r3");
    assertThat(read(ReadRequest.fromSeqNum(0).withLimit(bytes(20)))).containsExactly("r1", "r2");
    assertThat(read(ReadRequest.fromSeqNum(0).withLimit(until(10)))).containsExactly("r1");
    assertThat(read(ReadRequest.from(new ReadFrom.Timestamp(11))))
        .containsExactly("r4", "r5", "r6");
    assertThat(read(ReadRequest.from(new ReadFrom.TailOffset(2)))).containsExactly("r5", "r6");
    assertThat(read(ReadRequest.from(new ReadFrom.TailOffset(99)).withCount(1)))
        .containsExactly("r1");
    assertThat(read(ReadRequest.fromSeqNum(0).withCount(0))).isEmpty();
    assertThat(read(ReadRequest.fromSeqNum(5).withWait(WAIT))).containsExactly("r6");
  }

  @Test
  void read_beyondTheTail_tellsTheTail() {
    assertOutOfRange(StreamPosition.START, ReadRequest.fromSeqNum(0));
    append("a");
    assertOutOfRange(at(1), ReadRequest.fromSeqNum(1));
    assertOutOfRange(at(1), ReadRequest.fromSeqNum(-1));
    assertOutOfRange(at(1), ReadRequest.fromSeqNum(2).withWait(WAIT));
    assertOutOfRange(at(1), ReadRequest.fromSeqNum(2).withClamp());
    assertOutOfRange(at(1), ReadRequest.from(new ReadFrom.Timestamp(NOW.toEpochMilli() + 1)));
    assertThat(catchThrowable(() -> orders.openRead(ReadRequest.fromSeqNum(2))))
        .isInstanceOfSatisfying(
            RangeNotSatisfiableException.class, e -> assertThat(e.tail()).isEqualTo(at(1)));
  }

  @Test
  void waitingRead_isWokenByAnAppend() throws Exception {
    append("a");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> read(ReadRequest.fromSeqNum(1).withWait(WAIT)));
      append("b");
      assertThat(waiting.get(20, TimeUnit.SECONDS)).containsExactly("b");
    }
  }

  @Test
  void waitingRead_ofNothing_isEmpty() {
    assertThat(read(ReadRequest.fromSeqNum(9).withClamp().withWait(Duration.ofSeconds(1))))
        .isEmpty();
  }

  @Test
  void follow_catchesUp_thenGoesAlong() {
    append("a", "b");
    try (var session = orders.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(bodies(next(session))).containsExactly("a", "b");
      // The time is the store's own where the way there carries it.
      assertThat(session.next())
          .isInstanceOfSatisfying(
              ReadMessage.Heartbeat.class, beat -> assertThat(beat.tail()).isEqualTo(at(2)));
      append("c", "d");
      var live = next(session);
      assertThat(bodies(live)).containsExactly("c", "d");
      assertThat(live.tail()).contains(at(4));
      append("e");
      assertThat(bodies(next(session))).containsExactly("e");
    }
  }

  @Test
  void follow_withLimits_endsThere() {
    try (var session = orders.openRead(ReadRequest.fromSeqNum(0).withCount(3).withWait(WAIT))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      append("a", "b");
      assertThat(bodies(next(session))).containsExactly("a", "b");
      append("c", "d");
      assertThat(bodies(next(session))).containsExactly("c");
      assertThat(session.next()).isEqualTo(new ReadMessage.End());
      assertThat(session.next()).isEqualTo(new ReadMessage.End());
    }
  }

  @Test
  void openRead_withoutWait_readsToTheTail() {
    orders.append(AppendInput.of(Collections.nCopies(1000, AppendRecord.of("x"))));
    append("y");
    var read = new ArrayList<String>();
    try (var session = orders.openRead(ReadRequest.fromSeqNum(0).withWait(Duration.ZERO))) {
      while (session.next() instanceof ReadMessage.Batch(ReadBatch batch)) {
        read.addAll(bodies(batch));
      }
      assertThat(session.next()).isEqualTo(new ReadMessage.End());
    }
    assertThat(read).hasSize(1001).endsWith("y");
  }

  @Test
  void close_wakesAReader() throws Exception {
    var session = orders.openRead(ReadRequest.fromSeqNum(0));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      var message = threads.submit(session::next);
      session.close();
      assertThat(message.get(20, TimeUnit.SECONDS)).isEqualTo(new ReadMessage.End());
    }
  }

  /// A reader in the same process is told at once; one over a connection comes again by itself, and
  /// finds the stream gone.
  @Test
  void deletion_showsAFollowTheTerminalTrim_thenFailsIt() {
    try (var session = orders.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      basin.deleteStream(ORDERS);
      assertThat(session.next())
          .isInstanceOfSatisfying(
              ReadMessage.Batch.class,
              last -> assertThat(last.batch().records().getFirst().isCommand()).isTrue());
      assertThat(catchThrowable(session::next))
          .isInstanceOfSatisfying(
              RequestRejectedException.class,
              e -> assertThat(e.code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.STREAM_NOT_FOUND));
    }
  }

  /// Only where there is a connection to lose: what was read is not read again, and nothing is
  /// missed.
  @Test
  void follow_survivesARestartOfTheServer() {
    if (way == Way.DIRECT) {
      return;
    }
    append("a");
    try (var session = orders.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(bodies(next(session))).containsExactly("a");
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      server.close();
      engine.basin(BASIN).stream(ORDERS).append(AppendInput.of(AppendRecord.of("b")));
      server = S2Server.start(engine, S2ServerConfig.LOOPBACK.withAddress(server.address()));
      assertThat(bodies(nextBatch(session))).containsExactly("b");
      append("c");
      assertThat(bodies(nextBatch(session))).containsExactly("c");
    }
  }

  // Basins and streams.

  @Test
  void basin_isCreatedOnce() {
    var name = new BasinName("new-basin");
    var config = new BasinConfig(StreamConfig.UNSET, Optional.empty(), true, false);
    var token = new RequestToken("t");
    var created = s2.createBasin(name, config, CreateBasinOptions.NONE.withRequestToken(token));
    assertThat(created.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(created.info().createdAt()).isEqualTo(NOW);
    assertThat(
            s2.createBasin(name, config, CreateBasinOptions.NONE.withRequestToken(token)).outcome())
        .isEqualTo(Outcome.NOOP);
    assertRejected(
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "basin `new-basin` already exists",
        () -> s2.createBasin(name, config));
    assertThat(s2.ensureBasin(name, config).outcome()).isEqualTo(Outcome.NOOP);
    assertThat(s2.ensureBasin(name, BasinConfig.DEFAULT).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(s2.basinConfig(name)).isEqualTo(BasinConfig.DEFAULT);
  }

  @Test
  void configs_comeBackAsTheyWere() {
    var full =
        new StreamConfig(
            Optional.of(StorageClass.STANDARD),
            Optional.of(new RetentionPolicy.Infinite()),
            new Timestamping(Optional.of(Timestamping.Mode.ARRIVAL), Optional.of(true)),
            OptionalLong.of(60));
    var partial = StreamConfig.UNSET.withDeleteOnEmptyMinAgeSecs(0);
    for (var defaults : List.of(full, partial, StreamConfig.UNSET)) {
      var config = new BasinConfig(defaults, Optional.empty(), true, true);
      s2.ensureBasin(BASIN, config);
      assertThat(s2.basinConfig(BASIN)).isEqualTo(config);
      basin.ensureStream(ORDERS, StreamConfig.UNSET);
      assertThat(basin.streamConfig(ORDERS))
          .isEqualTo(defaults.resolve(StreamConfig.GLOBAL_DEFAULT));
    }
    basin.ensureStream(ORDERS, full);
    assertThat(basin.streamConfig(ORDERS)).isEqualTo(full);
  }

  @Test
  void stream_isCreatedOnce_whateverItsName() {
    for (String name : List.of("a/b", "%2F", "a b+c?d#e&f", "é😀", ";v=1", "...", "a..b", "\\")) {
      var stream = new StreamName(name);
      assertThat(basin.createStream(stream, StreamConfig.UNSET).outcome())
          .as(name)
          .isEqualTo(Outcome.CREATED);
      assertRejected(
          ErrorCode.RESOURCE_ALREADY_EXISTS,
          "stream `" + name + "` in basin `test-basin` already exists",
          () -> basin.createStream(stream, StreamConfig.UNSET));
      assertThat(basin.ensureStream(stream, StreamConfig.UNSET).outcome()).isEqualTo(Outcome.NOOP);
      basin.stream(stream).append(AppendInput.of(AppendRecord.of(name)));
      assertThat(bodies(basin.stream(stream).read(ReadRequest.fromSeqNum(0))))
          .containsExactly(name);
      assertThat(basin.listStreams(new ListRequest(name, "", 1)).items().getFirst().name())
          .isEqualTo(stream);
      basin.deleteStream(stream);
    }
  }

  @Test
  void reconfiguration_changesWhatItNamesAlone() {
    var defaults =
        StreamReconfiguration.NONE
            .withRetentionPolicy(Change.to(new RetentionPolicy.Age(60)))
            .withTimestampingMode(Change.to(Timestamping.Mode.ARRIVAL));
    s2.reconfigureBasin(
        BASIN,
        BasinReconfiguration.NONE.withDefaultStreamConfig(defaults).withCreateStreamOnRead(true));

    var config = s2.reconfigureBasin(BASIN, BasinReconfiguration.NONE);

    assertThat(config).isEqualTo(s2.basinConfig(BASIN));
    assertThat(config.createStreamOnRead()).isTrue();
    assertThat(config.defaultStreamConfig().retentionPolicy())
        .contains(new RetentionPolicy.Age(60));
    var infinite =
        StreamReconfiguration.NONE.withRetentionPolicy(Change.to(new RetentionPolicy.Infinite()));
    assertThat(basin.reconfigureStream(ORDERS, infinite).retentionPolicy())
        .contains(new RetentionPolicy.Infinite());
    assertThat(basin.reconfigureStream(ORDERS, StreamReconfiguration.CLEAR))
        .as("falls to the basin's defaults")
        .isEqualTo(StreamConfig.UNSET.resolve(config.defaultStreamConfig()))
        .isEqualTo(basin.streamConfig(ORDERS));
    s2.reconfigureBasin(
        BASIN, BasinReconfiguration.NONE.withDefaultStreamConfig(StreamReconfiguration.CLEAR));
    assertThat(s2.basinConfig(BASIN).defaultStreamConfig()).isEqualTo(StreamConfig.UNSET);
  }

  @Test
  void reconfiguration_ofWhatIsMissing_isNotFound() {
    var gone = new StreamName("gone");
    assertRejected(
        ErrorCode.STREAM_NOT_FOUND,
        "stream `gone` in basin `test-basin` not found",
        () -> basin.reconfigureStream(gone, StreamReconfiguration.NONE));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND,
        "basin `gone-basin` not found",
        () -> s2.reconfigureBasin(new BasinName("gone-basin"), BasinReconfiguration.NONE));
  }

  @Test
  void accessToken_isIssuedListedAndRevoked() {
    var id = new AccessTokenId("ci/é");
    var scope =
        AccessTokenScope.NOTHING
            .withStreams(new ResourceSet.Prefix("a/"))
            .withOperations(Set.of(Operation.READ));
    var info = AccessTokenInfo.of(id, scope).withExpiresAt(NOW.plusSeconds(60));

    assertThat(s2.issueAccessToken(info).value()).isNotEmpty();

    assertThat(s2.listAccessTokens(ListRequest.ALL).items()).containsExactly(info);
    s2.revokeAccessToken(id);
    assertThat(s2.listAccessTokens(ListRequest.ALL).items()).isEmpty();
    assertRejected(
        ErrorCode.ACCESS_TOKEN_NOT_FOUND,
        "access token `ci/é` not found",
        () -> s2.revokeAccessToken(id));
  }

  @Test
  void location_isTheOneThatThereIs() {
    var local = s2.defaultLocation();

    assertThat(s2.listLocations()).containsExactly(local);
    assertThat(s2.setDefaultLocation(local.name())).isEqualTo(local);
  }

  @Test
  void lists_areInOrder_pageByPage() {
    for (String name : List.of("b/2", "a/1", "b/1", "b/3", "c", "é")) {
      basin.createStream(new StreamName(name), StreamConfig.UNSET);
    }
    assertList(new ListRequest("", "", 0), false, "a/1", "b/1", "b/2", "b/3", "c", "orders", "é");
    assertList(new ListRequest("b/", "", 2), true, "b/1", "b/2");
    assertList(new ListRequest("b/", "b/2", 2), false, "b/3");
    assertList(new ListRequest("b/", "z", 2), false);
    var page = s2.listBasins(ListRequest.ALL);
    assertThat(page.items().stream().map(info -> info.name())).containsExactly(BASIN);
    assertThat(page.hasMore()).isFalse();
    assertThat(catchThrowable(() -> s2.listBasins(new ListRequest("A", "", 1))))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void streams_comeToBeByBeingUsed_whereTheBasinSaysSo() {
    s2.ensureBasin(BASIN, new BasinConfig(StreamConfig.UNSET, Optional.empty(), true, true));
    for (int i = 0; i < 2; i++) {
      basin.stream(new StreamName("appended")).append(AppendInput.of(AppendRecord.of("a")));
      assertThat(basin.stream(new StreamName("checked")).checkTail())
          .isEqualTo(StreamPosition.START);
    }
    try (var session =
        basin.stream(new StreamName("followed")).openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
    }
    assertList(ListRequest.ALL, false, "appended", "checked", "followed", "orders");
  }

  @Test
  void whatIsMissing_isNotFound() {
    String noStream = "stream `gone` in basin `test-basin` not found";
    var gone = new StreamName("gone");
    var stream = basin.stream(gone);
    for (ThrowingCallable call :
        Arrays.<ThrowingCallable>asList(
            stream::checkTail,
            () -> stream.append(AppendInput.of(AppendRecord.of("a"))),
            () -> stream.read(ReadRequest.fromSeqNum(0)),
            () -> stream.openRead(ReadRequest.fromSeqNum(0)),
            () -> basin.streamConfig(gone),
            () -> basin.deleteStream(gone))) {
      assertRejected(ErrorCode.STREAM_NOT_FOUND, noStream, call);
    }
    String noBasin = "basin `gone-basin` not found";
    var missing = new BasinName("gone-basin");
    for (ThrowingCallable call :
        Arrays.<ThrowingCallable>asList(
            () -> s2.basin(missing).stream(gone).checkTail(),
            () -> s2.basin(missing).createStream(gone, StreamConfig.UNSET),
            () -> s2.basin(missing).ensureStream(gone, StreamConfig.UNSET),
            () -> s2.basin(missing).listStreams(ListRequest.ALL),
            () -> s2.basinConfig(missing),
            () -> s2.deleteBasin(missing))) {
      assertRejected(ErrorCode.BASIN_NOT_FOUND, noBasin, call);
    }
  }

  @Test
  void recreatedStream_startsAnew() {
    append("a");
    orders.append(AppendInput.of(new Command.Fence(new FencingToken("t")).toRecord()));
    basin.deleteStream(ORDERS);
    assertRejected(
        ErrorCode.STREAM_NOT_FOUND,
        "stream `orders` in basin `test-basin` not found",
        orders::checkTail);
    assertThat(basin.createStream(ORDERS, StreamConfig.UNSET).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(orders.checkTail()).isEqualTo(StreamPosition.START);
    orders.append(
        AppendInput.of(AppendRecord.of("b"))
            .withFencingToken(FencingToken.NONE)
            .withMatchSeqNum(0));
  }

  @Test
  void cipher_ofABasin_isThatOfItsNewStreams() {
    var encrypted =
        new BasinConfig(StreamConfig.UNSET, Optional.of(StreamCipher.AEGIS_256), false, false);
    var name = new BasinName("new-basin");
    s2.createBasin(name, encrypted);
    assertThat(s2.basinConfig(name)).isEqualTo(encrypted);
    assertThat(s2.basin(name).createStream(ORDERS, StreamConfig.UNSET).info().cipher())
        .contains(StreamCipher.AEGIS_256);
  }

  private AppendAck append(String... bodies) {
    return orders.append(AppendInput.of(Arrays.stream(bodies).map(AppendRecord::of).toList()));
  }

  private List<String> read(ReadRequest request) {
    return bodies(orders.read(request));
  }

  private static List<String> bodies(ReadBatch batch) {
    return batch.records().stream().map(record -> record.body().utf8()).toList();
  }

  private static ReadBatch next(ReadSession session) {
    var message = session.next();
    assertThat(message).isInstanceOf(ReadMessage.Batch.class);
    return ((ReadMessage.Batch) message).batch();
  }

  private static ReadBatch nextBatch(ReadSession session) {
    var message = session.next();
    while (message instanceof ReadMessage.Heartbeat) {
      message = session.next();
    }
    assertThat(message).isInstanceOf(ReadMessage.Batch.class);
    return ((ReadMessage.Batch) message).batch();
  }

  private static ReadLimit bytes(long bytes) {
    return new ReadLimit(OptionalLong.empty(), OptionalLong.of(bytes), OptionalLong.empty());
  }

  private static ReadLimit until(long timestamp) {
    return new ReadLimit(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(timestamp));
  }

  private static StreamPosition at(long seqNum) {
    return new StreamPosition(seqNum, NOW.toEpochMilli());
  }

  private void assertList(ListRequest request, boolean hasMore, String... names) {
    var page = basin.listStreams(request);
    assertThat(page.items().stream().map(info -> info.name().value())).containsExactly(names);
    assertThat(page.hasMore()).isEqualTo(hasMore);
  }

  private static void assertMismatch(Mismatch mismatch, ThrowingCallable call) {
    assertThat(catchThrowable(call))
        .isInstanceOfSatisfying(
            AppendConditionFailedException.class,
            e -> assertThat(e.mismatch()).isEqualTo(mismatch));
  }

  private void assertOutOfRange(StreamPosition tail, ReadRequest request) {
    assertThat(catchThrowable(() -> orders.read(request)))
        .isInstanceOfSatisfying(
            RangeNotSatisfiableException.class, e -> assertThat(e.tail()).isEqualTo(tail));
  }

  private static void assertRejected(ErrorCode code, String message, ThrowingCallable call) {
    assertThat(catchThrowable(call))
        .isInstanceOfSatisfying(
            RequestRejectedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e).hasMessage(message);
            });
  }
}
