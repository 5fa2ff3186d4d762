package dev.weir.s2.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.Producer;
import dev.weir.s2.ProducerOptions;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RecordAck;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Exception;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What sessions, producers and readers do, on one implementation of the ports. The subclasses say
/// which.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SessionsTest {
  private static final BasinName BASIN = new BasinName("sdk-test-basin");

  private final Store.Kind kind;
  private final AtomicInteger streams = new AtomicInteger();
  private Store store;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  SessionsTest(Store.Kind kind) {
    this.kind = kind;
  }

  @BeforeAll
  void open() throws IOException, InterruptedException {
    store = Store.open(kind);
    store.s2().ensureBasin(BASIN, BasinConfig.DEFAULT);
  }

  @AfterAll
  void close() {
    if (store != null) {
      store.close();
    }
  }

  S2Basin basin() {
    return store.s2().basin(BASIN);
  }

  S2Stream newStream() {
    var name = new StreamName("stream-" + streams.incrementAndGet());
    basin().createStream(name, StreamConfig.UNSET);
    return basin().stream(name);
  }

  @Test
  void appendSession_ofManyBatches_acknowledgesInOrder() {
    var stream = newStream();
    var acks = new ArrayList<CompletableFuture<AppendAck>>();
    try (var session = stream.openAppend()) {
      for (int i = 0; i < 200; i++) {
        acks.add(session.submit(batch("a" + i, "b" + i)));
      }
    }
    for (int i = 0; i < 200; i++) {
      assertThat(acks.get(i).join().start().seqNum()).isEqualTo(2L * i);
      assertThat(acks.get(i).join().end().seqNum()).isEqualTo(2L * i + 2);
    }
    assertThat(bodies(stream).subList(0, 4)).containsExactly("a0", "b0", "a1", "b1");
    assertThat(stream.checkTail().seqNum()).isEqualTo(400);
  }

  @Test
  void appendSession_withoutBatches_ends() {
    var stream = newStream();
    var session = stream.openAppend();
    session.close();
    session.close();
    assertThatThrownBy(() -> session.submit(batch("late")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stream.checkTail().seqNum()).isZero();
  }

  @Test
  void appendSession_withFailedCondition_failsThatBatchAndAllBehind() {
    var stream = newStream();
    try (var session = stream.openAppend()) {
      var first = session.submit(batch("a").withMatchSeqNum(0));
      assertThat(first.join().end().seqNum()).isEqualTo(1);
      var stale = session.submit(batch("b").withMatchSeqNum(0));
      var e = catchThrowableOfType(CompletionException.class, stale::join);
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              AppendConditionFailedException.class,
              failed -> assertThat(failed.mismatch()).isEqualTo(new Mismatch.SeqNum(1)));
      assertThatThrownBy(() -> session.submit(batch("c")).join())
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isInstanceOf(AppendConditionFailedException.class),
              thrown ->
                  assertThat(thrown).hasCauseInstanceOf(AppendConditionFailedException.class));
      assertThatThrownBy(session::close).isInstanceOf(AppendConditionFailedException.class);
    } catch (AppendConditionFailedException e) {
      // closed again: the same
    }
    assertThat(bodies(stream)).containsExactly("a");
  }

  @Test
  void appendSession_withChainedConditions_pipelines() {
    var stream = newStream();
    try (var session = stream.openAppend()) {
      for (int i = 0; i < 50; i++) {
        var unused = session.submit(batch("r" + i).withMatchSeqNum(i));
      }
    }
    assertThat(stream.checkTail().seqNum()).isEqualTo(50);
  }

  @Test
  void appendSession_fenced_tellsTheToken() {
    var stream = newStream();
    var token = new FencingToken("mine");
    stream.append(AppendInput.of(new Command.Fence(token).toRecord()));
    var session = stream.openAppend();
    var ack = session.submit(batch("a").withFencingToken(new FencingToken("other")));
    assertThatThrownBy(ack::join).hasCauseInstanceOf(AppendConditionFailedException.class);
    var e = catchThrowableOfType(AppendConditionFailedException.class, session::close);
    assertThat(e.mismatch()).isEqualTo(new Mismatch.Fence(token));
  }

  @Test
  void appendSession_withSmallLimits_waitsAndDeliversAll() {
    var stream = newStream();
    var options = AppendSessionOptions.DEFAULT.withMaxInflightBatches(2);
    try (var session = stream.openAppend(options)) {
      for (int i = 0; i < 20; i++) {
        var unused = session.submit(batch("r" + i));
      }
    }
    assertThat(stream.checkTail().seqNum()).isEqualTo(20);
  }

  @Test
  void appendSession_ofLargestBatches_deliversThem() {
    var stream = newStream();
    var record = AppendRecord.of(Bytes.wrap(new byte[1024 * 1024 - 8]));
    try (var session = stream.openAppend()) {
      for (int i = 0; i < 8; i++) {
        var unused = session.submit(AppendInput.of(record));
      }
    }
    assertThat(stream.checkTail().seqNum()).isEqualTo(8);
    var batch = stream.read(ReadRequest.fromSeqNum(7));
    assertThat(batch.records().getFirst().body().size()).isEqualTo(1024 * 1024 - 8);
  }

  @Test
  void appendSession_aborted_failsWhatIsOpen() {
    var stream = newStream();
    var session = stream.openAppend();
    session.abort();
    session.abort();
    assertThatThrownBy(() -> session.submit(batch("late"))).isInstanceOf(RuntimeException.class);
  }

  @Test
  void appendSession_ofMissingStream_saysSo() {
    var missing = basin().stream(new StreamName("missing"));
    assertThatThrownBy(
            () -> {
              try (var session = missing.openAppend()) {
                session.submit(batch("a")).join(); // over HTTP/1.1 the first append says it
              }
            })
        .satisfiesAnyOf(SessionsTest::isStreamNotFound, e -> isStreamNotFound(e.getCause()));
  }

  private static void isStreamNotFound(@Nullable Throwable e) {
    assertThat(e)
        .isInstanceOfSatisfying(
            RequestRejectedException.class,
            rejected -> {
              assertThat(rejected.code()).isEqualTo(ErrorCode.STREAM_NOT_FOUND);
              assertThat(rejected.kind()).isEqualTo(ErrorCode.Kind.NOT_FOUND);
            });
  }

  @Test
  void producer_ofSingleRecords_tellsEachItsNumber() {
    var stream = newStream();
    var acks = new ArrayList<CompletableFuture<RecordAck>>();
    try (var producer = Producer.over(stream.openAppend())) {
      for (int i = 0; i < 2_500; i++) {
        acks.add(producer.submit(AppendRecord.of("r" + i)));
      }
    }
    for (int i = 0; i < acks.size(); i++) {
      assertThat(acks.get(i).join().seqNum()).isEqualTo(i);
    }
    assertThat(acks.getLast().join().batch().end().seqNum()).isEqualTo(2_500);
    assertThat(bodies(stream)).hasSize(2_500).endsWith("r2499");
  }

  @Test
  void producer_flushed_isDurableWithoutLingering() {
    var stream = newStream();
    var options = ProducerOptions.DEFAULT.withLinger(Duration.ofHours(1));
    try (var producer = Producer.over(stream.openAppend(), options)) {
      producer.flush();
      var first = producer.submit(AppendRecord.of("a"));
      producer.flush();
      assertThat(first).isCompleted();
      assertThat(stream.checkTail().seqNum()).isEqualTo(1);
      var second = producer.submit(AppendRecord.of("b"));
      assertThat(second).isNotDone();
    }
    assertThat(bodies(stream)).containsExactly("a", "b");
  }

  @Test
  void producer_withFullBatches_sendsThemWithoutLingering() {
    var stream = newStream();
    var options = ProducerOptions.DEFAULT.withLinger(Duration.ofHours(1)).withMaxBatchRecords(2);
    try (var producer = Producer.over(stream.openAppend(), options)) {
      var unused = producer.submit(AppendRecord.of("a"));
      assertThat(producer.submit(AppendRecord.of("b")).join().seqNum()).isEqualTo(1);
    }
  }

  @Test
  void producer_withoutLinger_sendsAtOnce() {
    var stream = newStream();
    var options = ProducerOptions.DEFAULT.withLinger(Duration.ZERO);
    try (var producer = Producer.over(stream.openAppend(), options)) {
      assertThat(producer.submit(AppendRecord.of("a")).join().seqNum()).isZero();
      assertThat(producer.submit(AppendRecord.of("b")).join().seqNum()).isEqualTo(1);
    }
  }

  @Test
  void producer_withMatchSeqNumAndToken_chainsItsBatches() {
    var stream = newStream();
    var token = new FencingToken("mine");
    stream.append(AppendInput.of(new Command.Fence(token).toRecord()));
    var options =
        ProducerOptions.DEFAULT.withMaxBatchRecords(3).withMatchSeqNum(1).withFencingToken(token);
    try (var producer = Producer.over(stream.openAppend(), options)) {
      IntStream.range(0, 10)
          .forEach(i -> {
            var unused = producer.submit(AppendRecord.of("r" + i));
          });
    }
    assertThat(stream.checkTail().seqNum()).isEqualTo(11);
  }

  @Test
  void producer_withStaleMatchSeqNum_failsItsRecordsAndItself() {
    var stream = newStream();
    var options = ProducerOptions.DEFAULT.withMatchSeqNum(7);
    var producer = Producer.over(stream.openAppend(), options);
    var ack = producer.submit(AppendRecord.of("a"));
    assertThatThrownBy(ack::join).hasCauseInstanceOf(AppendConditionFailedException.class);
    assertThatThrownBy(() -> producer.submit(AppendRecord.of("b")))
        .isInstanceOf(AppendConditionFailedException.class);
    assertThatThrownBy(producer::flush).isInstanceOf(AppendConditionFailedException.class);
    assertThatThrownBy(producer::close).isInstanceOf(AppendConditionFailedException.class);
  }

  @Test
  void producer_givenARecordOverItsLimit_refusesThatAlone() {
    var stream = newStream();
    var options = ProducerOptions.DEFAULT.withMaxBatchBytes(100);
    try (var producer = Producer.over(stream.openAppend(), options)) {
      var before = producer.submit(AppendRecord.of("a"));
      assertThatThrownBy(() -> producer.submit(AppendRecord.of("x".repeat(93))))
          .isInstanceOf(InvalidInputException.class);
      producer.submit(AppendRecord.of("x".repeat(92))).join();
      assertThat(before.join().seqNum()).isZero();
    }
  }

  @Test
  void producer_aborted_failsItsRecords() {
    var stream = newStream();
    var options = ProducerOptions.DEFAULT.withLinger(Duration.ofHours(1));
    var producer = Producer.over(stream.openAppend(), options);
    var ack = producer.submit(AppendRecord.of("a"));
    producer.abort();
    assertThatThrownBy(ack::join).hasCauseInstanceOf(S2Exception.class);
    assertThatThrownBy(() -> producer.submit(AppendRecord.of("b"))).isInstanceOf(S2Exception.class);
  }

  @Test
  void reader_fromTheStart_catchesUpAndFollows() {
    var stream = newStream();
    stream.append(batch("a", "b"));
    try (var reader = stream.records(ReadRequest.fromSeqNum(0))) {
      assertThat(text(reader.next().orElseThrow())).isEqualTo("a");
      assertThat(text(reader.next().orElseThrow())).isEqualTo("b");
      var appended =
          reader
              .caughtUp()
              .thenAccept(tail -> {
                assertThat(tail.seqNum()).isEqualTo(2);
                Thread.startVirtualThread(() -> stream.append(batch("c")));
              });
      assertThat(text(reader.next().orElseThrow())).isEqualTo("c");
      assertThat(appended).isCompleted();
      assertThat(reader.tail().orElseThrow().seqNum()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void reader_withLimit_isIterated() {
    var stream = newStream();
    stream.append(batch("a", "b", "c"));
    var seen = new ArrayList<String>();
    try (var reader = stream.records(ReadRequest.fromSeqNum(1).withCount(5))) {
      reader.forEach(record -> seen.add(text(record)));
      assertThat(reader.next()).isEmpty();
    }
    assertThat(seen).containsExactly("b", "c");
  }

  @Test
  void reader_withoutCommands_skipsThemOnly() {
    var stream = newStream();
    stream.append(
        AppendInput.of(
            AppendRecord.of("a"),
            new Command.Fence(new FencingToken("t")).toRecord(),
            AppendRecord.of("b")));
    var seen = new ArrayList<String>();
    try (var reader = stream.records(ReadRequest.fromSeqNum(0).withCount(3)).withoutCommands()) {
      reader.forEach(record -> seen.add(text(record)));
    }
    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void reader_closedElsewhere_ends() {
    var stream = newStream();
    var reader = stream.records(ReadRequest.fromSeqNum(0));
    var closed = reader.caughtUp().thenRun(() -> Thread.startVirtualThread(reader::close));
    assertThat(reader.next()).isEmpty();
    assertThat(closed).isCompleted();
  }

  @Test
  void readSession_beyondTheTail_saysTheTail() {
    var stream = newStream();
    stream.append(batch("a"));
    var e =
        catchThrowableOfType(
            RangeNotSatisfiableException.class,
            () -> stream.openRead(ReadRequest.fromSeqNum(9)).close());
    assertThat(e.tail().seqNum()).isEqualTo(1);
  }

  @Test
  void readSession_atTheTail_getsAHeartbeat() {
    var stream = newStream();
    stream.append(batch("a"));
    try (var session = stream.openRead(ReadRequest.fromSeqNum(1))) {
      var message = (ReadMessage.Heartbeat) session.next();
      assertThat(message.tail().seqNum()).isEqualTo(1);
    }
  }

  @Test
  void records_withHeadersAndBytes_comeBackAsTheyWere() {
    var stream = newStream();
    var body = Bytes.copyOf(new byte[] {0, (byte) 0xFF, 'a', (byte) 0xC3});
    var headers = List.of(Header.of("k", "1"), Header.of("k", ""), Header.of("ü", "é"));
    stream.append(AppendInput.of(AppendRecord.of(body).withHeaders(headers), AppendRecord.of("")));
    try (var reader = stream.records(ReadRequest.fromSeqNum(0).withCount(2))) {
      var record = reader.next().orElseThrow();
      assertThat(record.body()).isEqualTo(body);
      assertThat(record.headers()).isEqualTo(headers);
      assertThat(reader.next().orElseThrow().body().isEmpty()).isTrue();
    }
  }

  @Test
  void publisher_givesWhatIsRequested_andNoMore() throws InterruptedException {
    var stream = newStream();
    stream.append(batch("a", "b", "c", "d"));
    var subscriber = new Collecting();
    stream.publisher(ReadRequest.fromSeqNum(0).withCount(4)).subscribe(subscriber);
    subscriber.subscribed.join().request(1);
    subscriber.awaitRecords(1);
    assertThat(subscriber.seen).containsExactly("a");
    subscriber.subscribed.join().request(10);
    subscriber.done.join();
    assertThat(subscriber.seen).containsExactly("a", "b", "c", "d");
  }

  @Test
  void publisher_cancelled_stops_andRefusesANonsensicalRequest() throws InterruptedException {
    var stream = newStream();
    stream.append(batch("a"));
    var subscriber = new Collecting();
    stream.publisher(ReadRequest.fromSeqNum(0)).subscribe(subscriber);
    subscriber.subscribed.join().request(5);
    subscriber.awaitRecords(1);
    subscriber.subscribed.join().cancel();
    var wrong = new Collecting();
    stream.publisher(ReadRequest.fromSeqNum(0)).subscribe(wrong);
    wrong.subscribed.join().request(0);
    assertThatThrownBy(wrong.done::join).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(subscriber.done).isNotDone();
  }

  @Test
  void listings_goThroughEveryPage() {
    String prefix = "listed-" + streams.incrementAndGet() + "-";
    IntStream.range(0, 5)
        .forEach(i -> basin().createStream(new StreamName(prefix + i), StreamConfig.UNSET));
    var request = new dev.weir.s2.ListRequest(prefix, "", 2);
    assertThat(basin().streams(request).stream().map(info -> info.name().value()))
        .containsExactly(prefix + 0, prefix + 1, prefix + 2, prefix + 3, prefix + 4);
    assertThat(store.s2().basins()).anyMatch(info -> info.name().equals(BASIN));
  }

  /// Keeps what it is given.
  private static final class Collecting implements Flow.Subscriber<SequencedRecord> {
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);

    void awaitRecords(int count) throws InterruptedException {
      assertThat(count).isEqualTo(1);
      assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscribed.complete(subscription);
    }

    @Override
    public void onNext(SequencedRecord record) {
      seen.add(text(record));
      first.countDown();
    }

    @Override
    public void onError(Throwable e) {
      done.completeExceptionally(e);
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }

  static AppendInput batch(String... bodies) {
    return AppendInput.of(java.util.Arrays.stream(bodies).map(AppendRecord::of).toList());
  }

  static List<String> bodies(S2Stream stream) {
    var bodies = new ArrayList<String>();
    long tail = stream.checkTail().seqNum();
    if (tail == 0) {
      return bodies; // nothing to start at
    }
    try (var reader = stream.records(ReadRequest.fromSeqNum(0).withCount(tail))) {
      reader.forEach(record -> bodies.add(text(record)));
    }
    return bodies;
  }

  private static String text(SequencedRecord record) {
    return record.body().utf8();
  }
}
