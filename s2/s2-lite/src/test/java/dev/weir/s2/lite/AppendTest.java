package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertRejected;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.bodies;
import static dev.weir.s2.lite.Fixture.everything;
import static dev.weir.s2.lite.Fixture.get;
import static dev.weir.s2.lite.Fixture.seqNums;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamPosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class AppendTest {
  private final StoreKind kind;
  private Fixture s2;

  AppendTest(StoreKind kind) {
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
  void checkTail_ofNewStream_isZero() {
    assertThat(s2.stream.checkTail()).isEqualTo(StreamPosition.START);
  }

  @Test
  void append_ofTwoBatches_givesContiguousPositions() {
    long now = s2.time.epochMillis();
    AppendAck first = s2.stream.append(batch("a", "b"));
    AppendAck second = s2.stream.append(batch("c"));

    assertThat(first.start()).isEqualTo(new StreamPosition(0, now));
    assertThat(first.end()).isEqualTo(new StreamPosition(2, now)).isEqualTo(first.tail());
    assertThat(second.start()).isEqualTo(new StreamPosition(2, now));
    assertThat(s2.stream.checkTail()).isEqualTo(second.tail());
  }

  @Test
  void append_withHeaders_keepsOrderDuplicatesAndEmptyValues() {
    var headers = List.of(Header.of("k", "1"), Header.of("k", ""), Header.of("a", "ü"));
    s2.stream.append(
        AppendInput.of(AppendRecord.of("x").withHeaders(headers), AppendRecord.of("")));

    var records = s2.stream.read(ReadRequest.fromSeqNum(0)).records();
    assertThat(records.get(0).headers()).isEqualTo(headers);
    assertThat(records.get(1).headers()).isEmpty();
    assertThat(records.get(1).body().isEmpty()).isTrue();
  }

  @Test
  void append_withMatchingSeqNum_isAccepted() {
    s2.append("a");
    s2.stream.append(batch("b").withMatchSeqNum(1));
    assertThat(everything(s2.stream)).containsExactly("a", "b");
  }

  @Test
  void append_withStaleMatchSeqNum_writesNothing() {
    s2.append("a");
    assertMismatch(new Mismatch.SeqNum(1), batch("b").withMatchSeqNum(0));
    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(1);
  }

  @Test
  void append_withWrongFence_namesTheCurrentToken() {
    fence("mine");
    assertMismatch(
        new Mismatch.Fence(new FencingToken("mine")),
        batch("b").withFencingToken(new FencingToken("other")).withMatchSeqNum(77));
    s2.stream.append(batch("c").withFencingToken(new FencingToken("mine")));
    s2.append("unfenced appends pass");
  }

  @Test
  void append_withEmptyFence_matchesAnUnfencedStreamOnly() {
    s2.stream.append(batch("a").withFencingToken(FencingToken.NONE));
    fence("mine");
    assertMismatch(
        new Mismatch.Fence(new FencingToken("mine")),
        batch("b").withFencingToken(FencingToken.NONE));
    fence("");
    s2.stream.append(batch("c").withFencingToken(FencingToken.NONE));
  }

  @Test
  void append_withSeveralFencesInABatch_setsTheLastForTheNextBatch() {
    var input =
        AppendInput.of(
                new Command.Fence(new FencingToken("one")).toRecord(),
                AppendRecord.of("data"),
                new Command.Fence(new FencingToken("two")).toRecord())
            .withFencingToken(FencingToken.NONE);
    s2.stream.append(input);
    assertMismatch(
        new Mismatch.Fence(new FencingToken("two")),
        batch("b").withFencingToken(new FencingToken("one")));
  }

  @Test
  void append_behindOneNotYetDurable_isCheckedAgainstIt() throws Exception {
    s2.append("warm");
    s2.storage.hold();
    var first = async(() -> s2.stream.append(batch("a")));
    s2.storage.awaitHeld();
    var second = async(() -> s2.stream.append(batch("b").withMatchSeqNum(1)));

    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(1);
    assertThat(second).isNotDone();
    s2.storage.letGo();
    get(first);
    assertThatThrownBy(() -> get(second)).hasCauseInstanceOf(AppendConditionFailedException.class);
    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(2);
  }

  @Test
  void append_refusedOverStateThatNeverBecomesDurable_tellsOfTheStorage() throws Exception {
    s2.append("warm");
    s2.storage.hold();
    s2.storage.failAfter(0, FaultyStorage.Fault.NOTHING_WRITTEN);
    var first = async(() -> s2.stream.append(batch("a")));
    s2.storage.awaitHeld();
    var second = async(() -> s2.stream.append(batch("b").withMatchSeqNum(1)));
    s2.storage.letGo();

    assertRejected(ErrorCode.STORAGE, () -> unwrap(first));
    assertRejected(ErrorCode.STORAGE, () -> unwrap(second));
  }

  @Test
  void append_ofManyThreads_ordersAllWithoutGapOrDouble() throws Exception {
    int threads = 16;
    int each = 20;
    var acks = new ArrayList<CompletableFuture<List<AppendAck>>>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      acks.add(
          async(() ->
              IntStream.range(0, each)
                  .mapToObj(i -> s2.stream.append(batch(thread + "-" + i, thread + "+" + i)))
                  .toList()));
    }
    var starts = new ArrayList<Long>();
    for (var thread : acks) {
      List<Long> own = get(thread).stream().map(ack -> ack.start().seqNum()).toList();
      assertThat(own).isSorted();
      starts.addAll(own);
    }
    assertThat(starts)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, (long) threads * each).map(i -> 2 * i).boxed().toList());
    assertThat(everything(s2.stream)).hasSize(2 * threads * each).doesNotHaveDuplicates();
  }

  @Test
  void append_ofManyWhileACommitRuns_sharesTheNextCommit() throws Exception {
    s2.append("warm");
    int before = s2.storage.commits();
    s2.storage.hold();
    var first = async(() -> s2.stream.append(batch("first")));
    s2.storage.awaitHeld();
    int others = 50;
    var queued = new ArrayList<CompletableFuture<AppendAck>>();
    for (int i = 0; i < others; i++) {
      var lease = s2.store.engine().acquire(key(), Engine.Creates.NEVER, StreamConfig.UNSET);
      queued.add(lease.stream().append(batch("b" + i), Optional.empty(), lease::close).ack());
    }
    s2.storage.letGo();
    get(first);
    for (var each : queued) {
      get(each);
    }
    assertThat(s2.storage.commits() - before).isEqualTo(2);
  }

  @Test
  void append_interruptedWhileWaiting_restoresTheFlagAndMayStillHappen() throws Exception {
    s2.append("warm");
    s2.storage.hold();
    var interrupted = new CompletableFuture<Boolean>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                s2.append("a");
                interrupted.complete(false);
              } catch (InterruptedCallException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    s2.storage.awaitHeld();
    caller.interrupt();
    assertThat(get(interrupted)).isTrue();
    s2.storage.letGo();
    s2.append("b");
    assertThat(everything(s2.stream)).containsExactly("warm", "a", "b");
  }

  @Test
  void trim_insideABatch_hidesWhatIsBeforeIt() {
    s2.append("a", "b", "c");
    s2.append("d");
    trim(1);
    assertThat(seqNums(s2.stream.read(ReadRequest.fromSeqNum(0)))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(5);
  }

  @Test
  void trim_beyondItself_keepsWhatComesLater() {
    s2.append("a");
    trim(-1L);
    assertThat(s2.stream.read(ReadRequest.fromSeqNum(0)).records()).isEmpty();
    s2.append("later");
    assertThat(bodies(s2.stream.read(ReadRequest.fromSeqNum(0)))).containsExactly("later");
  }

  @Test
  void trim_toAnEarlierPlace_neverMovesBack() throws Exception {
    s2.append("a", "b", "c");
    trim(2);
    trim(1);
    s2.reopen();
    assertThat(seqNums(s2.stream.read(ReadRequest.fromSeqNum(0)))).containsExactly(2L, 3L, 4L);
  }

  private void fence(String token) {
    s2.stream.append(AppendInput.of(new Command.Fence(new FencingToken(token)).toRecord()));
  }

  private void trim(long earliest) {
    s2.stream.append(AppendInput.of(new Command.Trim(earliest).toRecord()));
  }

  private void assertMismatch(Mismatch expected, AppendInput input) {
    assertThatThrownBy(() -> s2.stream.append(input))
        .isInstanceOfSatisfying(
            AppendConditionFailedException.class,
            e -> assertThat(e.mismatch()).isEqualTo(expected));
  }

  private static StreamKey key() {
    return new StreamKey(Fixture.BASIN, Fixture.STREAM);
  }

  private static void unwrap(CompletableFuture<?> future) throws Throwable {
    try {
      Object unused = get(future);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause();
    }
  }
}
