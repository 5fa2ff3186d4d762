package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertRejected;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.bodies;
import static dev.weir.s2.lite.Fixture.everything;
import static dev.weir.s2.lite.Fixture.get;
import static dev.weir.s2.lite.Fixture.nextBatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.s2.AppendInput;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A write that fails, and a store that goes on afterwards without being opened anew.
@ParameterizedClass
@EnumSource(StoreKind.class)
@Timeout(60)
class FailedWriteTest {
  private static final StreamName OTHER = new StreamName("other");

  private final StoreKind kind;
  private final Recoveries recoveries = new Recoveries();
  private Fixture s2;

  FailedWriteTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    s2 = new Fixture(kind, directory, S2LiteOptions.DEFAULT.withListener(recoveries)).withStream();
    s2.basin.createStream(OTHER, StreamConfig.UNSET);
    s2.append("a");
  }

  @AfterEach
  void close() {
    s2.close();
  }

  @Test
  void append_thatFailedUnwritten_isNotThereAndTheNextGoesOn() throws Exception {
    s2.storage.failOnce(FaultyStorage.Fault.NOTHING_WRITTEN);
    assertThat(catchThrowable(() -> s2.append("b")))
        .isInstanceOfSatisfying(
            RequestRejectedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.STORAGE);
              assertThat(e.isRetryable()).isTrue();
              assertThat(e.hasNoSideEffects()).isFalse();
              assertThat(e).hasMessageContaining("goes on by itself");
            });
    recoveries.await();
    s2.append("c");
    assertThat(everything(s2.stream)).containsExactly("a", "c");
    assertThat(s2.store.isHealthy()).isTrue();
  }

  @Test
  void append_thatFailedYetWasWritten_isThereAndTheNextComesBehindIt() throws Exception {
    s2.storage.failOnce(FaultyStorage.Fault.WRITTEN);
    assertRejected(ErrorCode.STORAGE, () -> s2.append("b"));
    recoveries.await();
    var ack = s2.stream.append(batch("c"));
    assertThat(ack.start().seqNum()).isEqualTo(2);
    assertThat(everything(s2.stream)).containsExactly("a", "b", "c");
  }

  @Test
  void append_whenMemoryRanOut_failsAndTheNextGoesOn() throws Exception {
    s2.storage.failOnce(FaultyStorage.Fault.OUT_OF_MEMORY);
    assertThat(catchThrowable(() -> s2.append("b"))).hasMessageContaining("memory ran out");
    recoveries.await();
    s2.append("c");
    assertThat(everything(s2.stream)).containsExactly("a", "c");
  }

  @Test
  void appendsBehindAFailedOne_failWithItAndLeaveNoGap() throws Exception {
    s2.storage.hold();
    var first = async(() -> s2.stream.append(batch("b")));
    s2.storage.awaitHeld();
    var second = async(() -> s2.stream.append(batch("c")));
    s2.storage.failOnce(FaultyStorage.Fault.NOTHING_WRITTEN);
    s2.storage.letGo();
    assertRejected(ErrorCode.STORAGE, () -> Waiting.await("it", first));
    recoveries.await();
    // It came behind the failure or ahead of it in the queue, or found the store whole again.
    boolean isThere = catchThrowable(() -> Waiting.await("it", second)) == null;
    assertThat(everything(s2.stream)).isEqualTo(isThere ? List.of("a", "c") : List.of("a"));
    assertThat(s2.stream.append(batch("d")).start().seqNum()).isEqualTo(isThere ? 2 : 1);
  }

  @Test
  void reads_whileTheStorageStaysBroken_goOn() throws Exception {
    s2.storage.reopens(false);
    s2.storage.failOnce(FaultyStorage.Fault.NOTHING_WRITTEN);
    assertRejected(ErrorCode.STORAGE, () -> s2.append("b"));
    assertRejected(ErrorCode.STORAGE, () -> s2.append("c"));
    assertRejected(ErrorCode.STORAGE, () -> s2.basin.stream(OTHER).append(batch("x")));
    assertRejected(
        ErrorCode.STORAGE,
        () -> s2.store.createBasin(new BasinName("another-basin"), BasinConfig.DEFAULT));
    assertThat(s2.store.isHealthy()).isFalse();
    assertThat(s2.store.failure().orElseThrow()).contains("the disk is broken");
    assertThat(everything(s2.stream)).containsExactly("a");

    s2.storage.reopens(true);
    recoveries.await();
    s2.append("d");
    assertThat(everything(s2.stream)).containsExactly("a", "d");
    assertThat(s2.store.failure()).isEmpty();
  }

  @Test
  void store_whoseCommitsFailAgainAndAgain_recoversEachTime() throws Exception {
    s2.storage.failFor(0, 3, FaultyStorage.Fault.NOTHING_WRITTEN);
    for (int i = 0; i < 3; i++) {
      assertRejected(ErrorCode.STORAGE, () -> s2.append("b"));
      recoveries.await();
    }
    s2.append("c");
    assertThat(everything(s2.stream)).containsExactly("a", "c");
  }

  @Test
  void follower_overAFailedWrite_isToldToComeAgainAndMissesNothing() throws Exception {
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(bodies(nextBatch(session))).containsExactly("a");
      s2.storage.failOnce(FaultyStorage.Fault.WRITTEN);
      assertRejected(ErrorCode.STORAGE, () -> s2.append("b"));
      assertRejected(ErrorCode.STORAGE, () -> nextBatch(session));
      Fixture.assertEnded(session);
    }
    recoveries.await();
    s2.append("c");
    try (ReadSession again = s2.stream.openRead(ReadRequest.fromSeqNum(1))) {
      assertThat(bodies(nextBatch(again))).containsExactly("b", "c");
    }
  }

  @Test
  void followerOfAnotherStream_whileTheStoreIsBroken_waitsAndIsThenToldToComeAgain()
      throws Exception {
    s2.storage.reopens(false);
    try (ReadSession session = s2.basin.stream(OTHER).openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      var next = async(session::next);
      s2.storage.failOnce(FaultyStorage.Fault.NOTHING_WRITTEN);
      assertRejected(ErrorCode.STORAGE, () -> s2.append("b"));
      assertThat(next).isNotDone();
      s2.storage.reopens(true);
      assertRejected(ErrorCode.STORAGE, () -> Waiting.await("it", next));
    }
  }

  @Test
  void metadata_whoseChangeFailed_isWhatTheStorageHolds() throws Exception {
    s2.storage.failOnce(FaultyStorage.Fault.WRITTEN);
    assertRejected(ErrorCode.STORAGE, () -> s2.basin.deleteStream(Fixture.STREAM));
    recoveries.await();
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.stream.checkTail());

    s2.storage.failOnce(FaultyStorage.Fault.NOTHING_WRITTEN);
    assertRejected(ErrorCode.STORAGE, () -> s2.basin.deleteStream(OTHER));
    recoveries.await();
    s2.basin.stream(OTHER).append(batch("x"));
    assertThat(everything(s2.basin.stream(OTHER))).containsExactly("x");
    s2.basin.deleteStream(OTHER);
  }

  @Test
  void basinDeletion_cutOffByAFailedWrite_goesOnAfterRecovery() throws Exception {
    s2.storage.hold();
    var deletion =
        async(() -> {
          s2.store.deleteBasin(Fixture.BASIN);
          return true;
        });
    s2.storage.awaitHeld();
    s2.storage.failFor(1, 1, FaultyStorage.Fault.NOTHING_WRITTEN); // the first stream's deletion
    s2.storage.letGo();
    get(deletion);
    recoveries.await();
    s2.store.engine().background().submit(() -> {}).get(20, TimeUnit.SECONDS);
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> s2.store.basinConfig(Fixture.BASIN));
  }

  /// What a load read before the storage was opened anew must not be appended to.
  @Test
  void append_whoseStreamWasLoadedOverTheRecovery_isRefusedAndTheNextIsNot() throws Exception {
    s2.reopen();
    S2Stream other = s2.basin.stream(OTHER);
    other.append(batch("x"));
    s2.storage.holdReads();
    var loading = async(() -> s2.stream.append(batch("b")));
    s2.storage.awaitHeldRead();
    s2.storage.failOnce(FaultyStorage.Fault.NOTHING_WRITTEN);
    assertRejected(ErrorCode.STORAGE, () -> other.append(batch("y")));
    recoveries.await();
    s2.storage.letReadsGo();
    assertRejected(ErrorCode.STORAGE, () -> Waiting.await("it", loading));
    s2.append("c");
    assertThat(everything(s2.stream)).containsExactly("a", "c");
  }

  @Test
  void append_withLessRoomThanTheReserve_isRefusedWhileTrimsAndDeletionsGoOn() throws Exception {
    s2.storage.usableBytes(S2LiteOptions.DEFAULT.diskReserveBytes() - 1);
    s2.time.advance(Duration.ofSeconds(1));
    assertThat(catchThrowable(() -> s2.append("b")))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE))
        .hasMessageContaining("255 MiB left")
        .hasMessageContaining("trim or delete");
    assertRejected(
        ErrorCode.STORAGE, () -> s2.basin.createStream(new StreamName("new"), StreamConfig.UNSET));
    assertThat(s2.store.isHealthy()).isFalse();
    assertThat(everything(s2.stream)).containsExactly("a");
    s2.stream.append(AppendInput.of(new Command.Trim(1).toRecord()));
    s2.basin.deleteStream(OTHER);

    s2.storage.usableBytes(S2LiteOptions.DEFAULT.diskReserveBytes());
    s2.time.advance(Duration.ofSeconds(1));
    assertThat(s2.store.isHealthy()).isTrue();
    s2.append("c");
  }

  /// How much is stored is a figure to look at: no append fails for it.
  @Test
  void append_whereTheTotalOfStoredBytesCannotBeRead_beginsThatAgainAndGoesOn() throws Exception {
    s2.reopen();
    s2.storage.damage("ut");
    s2.append("b");
    s2.append("c");
    assertThat(everything(s2.stream)).containsExactly("a", "b", "c");
    assertThat(recoveries.unreadable).singleElement().asString().contains("stored bytes");
    assertThat(s2.store.engine().committer().epoch()).as("reopened").isZero();
    byte[] total = s2.beneath().get(UsageKeys.total(Series.of(Fixture.BASIN))).orElseThrow();
    assertThat(new RowReader(total).u64()).isEqualTo(2 * (8 + 1));
  }

  /// Counts the recoveries, so that a test can wait for one, and keeps what is said of damage.
  private static final class Recoveries implements S2LiteListener {
    private final Semaphore count = new Semaphore(0);
    final List<String> unreadable = new CopyOnWriteArrayList<>();

    @Override
    public void unreadable(String message) {
      unreadable.add(message);
    }

    @Override
    public void recovered(long nanos) {
      count.release();
    }

    void await() throws InterruptedException {
      assertThat(count.tryAcquire(20, TimeUnit.SECONDS)).as("recovered in time").isTrue();
    }
  }
}
