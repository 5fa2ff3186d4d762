package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertRejected;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.everything;
import static dev.weir.s2.lite.Fixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class AppendSessionTest {
  private static final AppendRecord BIG =
      new AppendRecord(OptionalLong.empty(), List.of(), Bytes.wrap(new byte[900_000]));

  private final StoreKind kind;
  private Fixture s2;

  AppendSessionTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    s2 = new Fixture(kind, directory).withStream();
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  @Test
  void session_withoutInput_endsWithoutAcks() {
    s2.stream.openAppend().close();
    assertThat(s2.stream.checkTail().seqNum()).isZero();
  }

  @Test
  void submit_ofManyBatches_acknowledgesInOrderAndStoresInOrder() throws Exception {
    var given = new CopyOnWriteArrayList<Long>();
    var acks = new ArrayList<CompletableFuture<AppendAck>>();
    try (AppendSession session = s2.stream.openAppend()) {
      for (int i = 0; i < 200; i++) {
        acks.add(session.submit(batch("b" + i)));
        var unused = acks.getLast().thenAccept(ack -> given.add(ack.start().seqNum()));
      }
    }
    assertThat(acks).allMatch(CompletableFuture::isDone);
    assertThat(given).hasSize(200).isSorted();
    assertThat(everything(s2.stream))
        .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "b" + i).toList());
  }

  @Test
  void submit_withChainedConditions_isCheckedAgainstWhatIsNotDurableYet() throws Exception {
    var acks = new ArrayList<CompletableFuture<AppendAck>>();
    s2.storage.hold();
    AppendSession session = s2.stream.openAppend();
    for (int i = 0; i < 10; i++) {
      acks.add(session.submit(batch("b" + i).withMatchSeqNum(i)));
    }
    assertThat(acks).noneMatch(CompletableFuture::isDone);
    s2.storage.letGo();
    session.close();
    for (int i = 0; i < 10; i++) {
      assertThat(get(acks.get(i)).start().seqNum()).isEqualTo(i);
    }
  }

  @Test
  void submit_behindAFenceInTheSession_needsTheNewToken() throws Exception {
    AppendSession session = s2.stream.openAppend();
    var fence = new Command.Fence(new FencingToken("t")).toRecord();
    var first = session.submit(AppendInput.of(fence));
    var second = session.submit(batch("b").withFencingToken(new FencingToken("")));
    assertThat(get(first).end().seqNum()).isEqualTo(1);
    var failure = catchThrowable(session::close);
    assertThat(((AppendConditionFailedException) failure).mismatch())
        .isEqualTo(new Mismatch.Fence(new FencingToken("t")));
    assertThat(second.exceptionNow()).isSameAs(failure.getCause());
  }

  @Test
  void submit_behindARefusedBatch_isNeverSequenced() throws Exception {
    s2.storage.hold();
    AppendSession session = s2.stream.openAppend();
    var first = session.submit(batch("a"));
    var refused = session.submit(batch("b").withMatchSeqNum(7));
    var behind = async(() -> get(session.submit(batch("c"))));
    s2.storage.letGo();
    assertThat(get(first).end().seqNum()).isEqualTo(1);
    var failure = catchThrowable(session::close);
    assertThat(((AppendConditionFailedException) failure).mismatch())
        .isEqualTo(new Mismatch.SeqNum(1));
    assertThat(refused.exceptionNow()).isSameAs(failure.getCause());
    assertThat(catchThrowable(() -> get(behind))).isNotNull();
    assertThat(everything(s2.stream)).containsExactly("a");
  }

  @Test
  void submit_inABlockThatClosesTheFailedSession_throwsWhatFailedIt() {
    var failure =
        catchThrowable(() -> {
          try (AppendSession session = s2.stream.openAppend()) {
            var refused = session.submit(batch("a").withMatchSeqNum(7));
            assertThat(catchThrowable(() -> get(refused))).isNotNull();
            var unused = session.submit(batch("b"));
          }
        });
    assertThat(failure).isInstanceOf(AppendConditionFailedException.class);
    assertThat(failure.getSuppressed())
        .hasSize(1)
        .hasOnlyElementsOfType(AppendConditionFailedException.class);
  }

  /// However submits race, what is stored is a prefix of what got hold of the session.
  @Test
  void submit_fromManyThreadsRoundAFailure_storesNothingBehindIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      long before = s2.stream.checkTail().seqNum();
      AppendSession session = s2.stream.openAppend();
      var submits = new ArrayList<CompletableFuture<AppendAck>>();
      for (int i = 0; i < 16; i++) {
        AppendInput input = i == 5 ? batch("bad").withMatchSeqNum(1 << 30) : batch("ok");
        submits.add(async(() -> get(session.submit(input))));
      }
      long acked = 0;
      for (var submit : submits) {
        acked += catchThrowable(() -> get(submit)) == null ? 1 : 0;
      }
      assertThat(catchThrowable(session::close)).isInstanceOf(AppendConditionFailedException.class);
      assertThat(s2.stream.checkTail().seqNum()).isEqualTo(before + acked);
    }
  }

  @Test
  void submit_ofARecordWithoutRequiredTimestamp_endsTheSessionWithInvalid() {
    var config =
        new StreamConfig(
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            new dev.weir.s2.Timestamping(
                java.util.Optional.of(dev.weir.s2.Timestamping.Mode.CLIENT_REQUIRE),
                java.util.Optional.empty()),
            OptionalLong.empty());
    var stream = s2.basin.stream(new StreamName("strict"));
    s2.basin.createStream(stream.name(), config);
    AppendSession session = stream.openAppend();
    var refused = session.submit(batch("a"));
    assertRejected(ErrorCode.INVALID, () -> session.submit(batch("b")));
    assertRejected(ErrorCode.INVALID, session::close);
    assertThat(refused).isCompletedExceptionally();
    assertThat(stream.checkTail().seqNum()).isZero();
  }

  @Test
  void submit_beyondTheBatchesInFlight_waits() throws Exception {
    s2.storage.hold();
    AppendSession session =
        s2.stream.openAppend(AppendSessionOptions.DEFAULT.withMaxInflightBatches(2));
    var first = session.submit(batch("a"));
    var second = session.submit(batch("b"));
    s2.storage.awaitHeld();
    var third = async(() -> get(session.submit(batch("c"))));
    assertThat(third).isNotDone();
    s2.storage.letGo();
    assertThat(get(third).end().seqNum()).isEqualTo(3);
    assertThat(List.of(first, second)).allMatch(CompletableFuture::isDone);
    session.close();
  }

  @Test
  void submit_beyondTheBytesInFlight_waitsUntilAnAckIsGiven() throws Exception {
    s2.storage.hold();
    AppendSession session =
        s2.stream.openAppend(AppendSessionOptions.DEFAULT.withMaxInflightBytes(1 << 20));
    var first = session.submit(AppendInput.of(BIG));
    s2.storage.awaitHeld();
    var second = async(() -> get(session.submit(AppendInput.of(BIG))));
    assertThat(second).isNotDone();
    s2.storage.letGo();
    assertThat(get(second).end().seqNum()).isEqualTo(2);
    assertThat(first).isDone();
    session.close();
  }

  @Test
  void ack_whoseCallbackUsesTheSession_doesNotStopTheStore() throws Exception {
    AppendSession session =
        s2.stream.openAppend(AppendSessionOptions.DEFAULT.withMaxInflightBatches(1));
    var closed =
        session
            .submit(batch("a"))
            .thenApply(ack -> {
              var second = session.submit(batch("b"));
              var third = session.submit(batch("c"));
              session.close();
              return List.of(second.resultNow(), third.resultNow());
            });
    assertThat(get(closed)).extracting(ack -> ack.start().seqNum()).containsExactly(1L, 2L);
  }

  /// Only the thread that runs the callback can give what the submit waits for.
  @Test
  void callback_thatCloses_whileASubmitWaitsForRoom_goesOn() throws Exception {
    AppendSession session = openInAHeldCommit();
    var first = session.submit(batch("a"));
    var big = session.submit(AppendInput.of(BIG));
    var closed =
        first.thenApply(ack -> {
          session.close();
          return true;
        });
    var waiting = submitThatWaits(session);
    s2.storage.letGo();
    assertThat(get(closed)).isTrue();
    assertThat(big).isCompleted();
    assertThat(catchThrowable(() -> get(waiting))).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(3);
  }

  @Test
  void callbacks_thatSubmit_whileASubmitWaitsForRoom_goOnBehindIt() throws Exception {
    AppendSession session = openInAHeldCommit();
    var first = session.submit(batch("a")).thenCompose(ack -> session.submit(batch("b")));
    var big = session.submit(AppendInput.of(BIG)).thenCompose(ack -> session.submit(batch("c")));
    var waiting = submitThatWaits(session);
    s2.storage.letGo();
    assertThat(get(waiting).start().seqNum()).isEqualTo(3);
    assertThat(get(big).start().seqNum()).isEqualTo(4); // it came while the first still waited
    assertThat(get(first).start().seqNum()).isEqualTo(5);
    session.close();
  }

  /// What is submitted to it next shares a commit.
  private AppendSession openInAHeldCommit() {
    s2.storage.hold();
    var unused = async(() -> s2.stream.append(batch("before")));
    s2.storage.awaitHeld();
    return s2.stream.openAppend(AppendSessionOptions.DEFAULT.withMaxInflightBytes(1 << 20));
  }

  private static CompletableFuture<AppendAck> submitThatWaits(AppendSession session) {
    var result = new CompletableFuture<AppendAck>();
    Thread submitter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                result.complete(session.submit(AppendInput.of(BIG)).join());
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    Fixture.awaitWaiting(submitter);
    return result;
  }

  @Test
  void close_waitsForAllAcks_andRefusesFurtherInput() throws Exception {
    s2.storage.hold();
    AppendSession session = s2.stream.openAppend();
    var ack = session.submit(batch("a"));
    s2.storage.awaitHeld();
    var closing =
        async(() -> {
          session.close();
          return true;
        });
    assertThat(closing).isNotDone();
    s2.storage.letGo();
    get(closing);
    assertThat(ack).isCompleted();
    session.close();
    assertThatThrownBy(() -> session.submit(batch("b"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void abort_failsWhatIsNotAcknowledged_andWakesWhoWaits() throws Exception {
    s2.storage.hold();
    AppendSession session =
        s2.stream.openAppend(AppendSessionOptions.DEFAULT.withMaxInflightBatches(1));
    var first = session.submit(batch("a"));
    s2.storage.awaitHeld();
    var waiting = async(() -> get(session.submit(batch("b"))));
    var closing =
        async(() -> {
          session.close();
          return true;
        });
    session.abort();
    assertThat(first.exceptionNow()).isInstanceOf(OutcomeUnknownException.class);
    assertThat(catchThrowable(() -> get(waiting))).hasCauseInstanceOf(IllegalStateException.class);
    get(closing);
    s2.storage.letGo();
    s2.append("c");
    assertThat(everything(s2.stream)).containsExactly("a", "c"); // an admitted batch completes
  }

  @Test
  void failedCommit_failsEveryBatchWithTheSameException() {
    s2.storage.hold();
    AppendSession session = s2.stream.openAppend();
    var first = session.submit(batch("a"));
    s2.storage.failAfter(0, FaultyStorage.Fault.NOTHING_WRITTEN);
    var second = session.submit(batch("b"));
    s2.storage.letGo();
    var failure = catchThrowable(session::close);
    assertThat(first.exceptionNow()).isSameAs(failure.getCause());
    assertThat(second.exceptionNow()).isSameAs(first.exceptionNow());
  }

  @Test
  void session_keepsItsStreamWhileOpen_andLetsItGoAfter() throws Exception {
    AppendSession session = s2.stream.openAppend();
    for (int i = 0; i < 3; i++) {
      s2.time.advance(Duration.ofMinutes(5));
      s2.store.engine().active().sweep();
      assertThat(get(session.submit(batch("a"))).end().seqNum()).isEqualTo(i + 1);
    }
    session.close();
    s2.time.advance(Duration.ofMinutes(5));
    s2.store.engine().active().sweep();
    assertThat(s2.store.engine().active().size()).isZero();
  }

  @Test
  void session_afterItsStreamWasDeleted_fails() {
    AppendSession session = s2.stream.openAppend();
    s2.basin.deleteStream(Fixture.STREAM);
    var ack = session.submit(batch("a"));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, session::close);
    assertThat(ack).isCompletedExceptionally();
  }

  @Test
  void open_ofAMissingStream_createsItAsAskedOrFails() throws Exception {
    var missing = new StreamName("missing");
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.stream(missing).openAppend());
    s2.store.ensureBasin(
        Fixture.BASIN,
        new BasinConfig(StreamConfig.UNSET, java.util.Optional.empty(), true, false));
    var asked = StreamConfig.UNSET.withRetention(new RetentionPolicy.Infinite());
    try (var session =
        s2.basin.stream(missing, StreamOptions.NONE.withConfigIfCreated(asked)).openAppend()) {
      get(session.submit(batch("a")));
    }
    assertThat(s2.basin.streamConfig(missing).retentionPolicy())
        .contains(new RetentionPolicy.Infinite());
    s2.basin.stream(missing, StreamOptions.NONE.withConfigIfCreated(StreamConfig.UNSET))
        .append(batch("b"));
    assertThat(s2.basin.streamConfig(missing).retentionPolicy())
        .contains(new RetentionPolicy.Infinite());
  }
}
