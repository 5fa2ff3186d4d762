package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertEnded;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.bodies;
import static dev.weir.s2.lite.Fixture.get;
import static dev.weir.s2.lite.Fixture.nextBatch;
import static dev.weir.s2.lite.Fixture.seqNums;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.Timestamping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class ReadTest {
  private static final ReadFrom START = new ReadFrom.SeqNum(0);
  private static final ReadFrom TAIL = new ReadFrom.TailOffset(0);
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final StoreKind kind;
  private Fixture s2;

  ReadTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    var uncapped =
        new StreamConfig(
            Optional.empty(),
            Optional.empty(),
            new Timestamping(Optional.empty(), Optional.of(true)),
            OptionalLong.empty());
    s2 = new Fixture(kind, directory).withStream(uncapped);
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  // What a read does that starts at or beyond the tail, cell by cell: unary without and with a
  // wait,
  // a session without bounds, a session with a bound.

  @Test
  void read_ofEmptyStreamFromStart_dependsOnWaiting() throws Exception {
    assertRefused(ReadRequest.from(START), 0);
    assertWaitsThenEmpty(ReadRequest.from(START));
    assertFollows(ReadRequest.from(START), 0);
    assertSessionRefused(ReadRequest.from(START).withCount(1), 0);
  }

  @Test
  void read_fromTail_dependsOnWaiting() throws Exception {
    appendTimed(10, 20);
    for (ReadFrom from : List.of(new ReadFrom.SeqNum(2), TAIL)) {
      assertRefused(ReadRequest.from(from), 2);
      assertWaitsThenEmpty(ReadRequest.from(from));
      assertFollows(ReadRequest.from(from), 2);
      assertSessionRefused(ReadRequest.from(from).withCount(1), 2);
    }
  }

  @Test
  void read_fromBeyondTail_isRefusedAlways() {
    appendTimed(10, 20);
    for (ReadFrom from :
        List.of(new ReadFrom.SeqNum(3), new ReadFrom.SeqNum(-1), new ReadFrom.Timestamp(21))) {
      assertRefused(ReadRequest.from(from), 2);
      assertRefused(ReadRequest.from(from).withWait(WAIT), 2);
      assertSessionRefused(ReadRequest.from(from), 2);
      assertSessionRefused(ReadRequest.from(from).withCount(1), 2);
    }
  }

  @Test
  void read_fromBeyondTailClamped_isARead_fromTail() throws Exception {
    appendTimed(10, 20);
    for (ReadFrom from : List.of(new ReadFrom.SeqNum(3), new ReadFrom.Timestamp(21))) {
      ReadRequest clamped = ReadRequest.from(from).withClamp();
      assertRefused(clamped, 2);
      assertWaitsThenEmpty(clamped);
      assertFollows(clamped, 2);
      assertSessionRefused(clamped.withCount(1), 2);
    }
  }

  @Test
  void read_fromOffsetBeforeTheStart_startsAtZero() {
    appendTimed(10, 20);
    var request = ReadRequest.from(new ReadFrom.TailOffset(999));
    assertThat(seqNums(s2.stream.read(request))).containsExactly(0L, 1L);
    assertThat(seqNums(s2.stream.read(ReadRequest.from(new ReadFrom.TailOffset(1)))))
        .containsExactly(1L);
    try (ReadSession session = s2.stream.openRead(request.withCount(5))) {
      assertThat(seqNums(nextBatch(session))).containsExactly(0L, 1L);
      assertEnded(session);
    }
  }

  @Test
  void read_ofNothing_endsAtOnce() {
    appendTimed(10, 20);
    var noBytes = new ReadLimit(OptionalLong.empty(), OptionalLong.of(0), OptionalLong.empty());
    for (ReadLimit limit : List.of(ReadLimit.count(0), noBytes)) {
      ReadRequest request = ReadRequest.fromSeqNum(0).withLimit(limit);
      assertThat(s2.stream.read(request).records()).isEmpty();
      assertThat(s2.stream.read(request.withWait(WAIT)).records()).isEmpty();
      try (ReadSession session = s2.stream.openRead(request)) {
        assertEnded(session);
      }
    }
  }

  @Test
  void read_ofEmptyStreamFromTimestampZero_isEmptyAndNotRefused() {
    assertThat(s2.stream.read(ReadRequest.from(new ReadFrom.Timestamp(0))).records()).isEmpty();
  }

  @Test
  void openRead_withoutBoundsAndNoWait_readsToTheTail() {
    appendTimed(10);
    try (ReadSession session =
        s2.stream.openRead(ReadRequest.fromSeqNum(0).withWait(Duration.ZERO))) {
      assertThat(seqNums(nextBatch(session))).containsExactly(0L);
      assertEnded(session);
    }
    try (ReadSession session =
        s2.stream.openRead(ReadRequest.fromSeqNum(1).withWait(Duration.ZERO))) {
      assertEnded(session);
    }
  }

  // Limits.

  @Test
  void read_withCount_stopsThere() {
    s2.append("a", "b");
    s2.append("c", "d");
    assertThat(bodies(read(ReadLimit.count(1)))).containsExactly("a");
    assertThat(bodies(read(ReadLimit.count(3)))).containsExactly("a", "b", "c");
    assertThat(bodies(read(ReadLimit.count(-1)))).containsExactly("a", "b", "c", "d");
  }

  @Test
  void read_withBytes_takesWhatFitsWholly() {
    s2.append("aa", "bb", "cc"); // 10 metered bytes each
    assertThat(bodies(read(bytes(9)))).isEmpty();
    assertThat(bodies(read(bytes(19)))).containsExactly("aa");
    assertThat(bodies(read(bytes(20)))).containsExactly("aa", "bb");
    assertThat(bodies(read(bytes(-1)))).containsExactly("aa", "bb", "cc");
  }

  @Test
  void read_withUntil_stopsBeforeThatTimestamp() {
    appendTimed(10, 20, 20, 30);
    assertThat(seqNums(read(until(10)))).isEmpty();
    assertThat(seqNums(read(until(20)))).containsExactly(0L);
    assertThat(seqNums(read(until(21)))).containsExactly(0L, 1L, 2L);
    assertThat(seqNums(read(until(-1)))).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void read_ofMoreThanABatch_isCutAtAThousandRecordsAndOneMebibyte() {
    s2.append(Collections.nCopies(600, "x").toArray(String[]::new));
    s2.append(Collections.nCopies(600, "x").toArray(String[]::new));
    assertThat(read(ReadLimit.count(5000)).records()).hasSize(1000);
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0).withCount(1100))) {
      assertThat(nextBatch(session).records()).hasSize(1000);
      assertThat(nextBatch(session).records()).hasSize(100);
      assertEnded(session);
    }
    Bytes large = Bytes.wrap(new byte[700_000]);
    s2.stream.append(AppendInput.of(AppendRecord.of(large)));
    s2.stream.append(AppendInput.of(AppendRecord.of(large)));
    assertThat(seqNums(s2.stream.read(ReadRequest.fromSeqNum(1200)))).containsExactly(1200L);
  }

  @Test
  void read_fromTheMiddleOfABatch_startsThere() throws Exception {
    s2.append("a", "b", "c");
    s2.append("d");
    assertThat(bodies(s2.stream.read(ReadRequest.fromSeqNum(2)))).containsExactly("c", "d");
    s2.reopen(); // and without the memory of it
    assertThat(bodies(s2.stream.read(ReadRequest.fromSeqNum(2)))).containsExactly("c", "d");
  }

  // Timestamps.

  @Test
  void read_fromTimestamp_findsTheFirstAtOrAfterIt() throws Exception {
    appendTimed(10, 20, 20);
    appendTimed(20);
    appendTimed(30, 50);
    for (int i = 0; i < 2; i++) {
      assertStartsAt(0, 0);
      assertStartsAt(10, 0);
      assertStartsAt(11, 1);
      assertStartsAt(20, 1);
      assertStartsAt(21, 4);
      assertStartsAt(30, 4);
      assertStartsAt(31, 5);
      assertStartsAt(50, 5);
      s2.reopen();
    }
  }

  @Test
  void read_fromAnyTimestampOfManyBatches_equalsALinearSearch() {
    long[] timestamps = LongStream.range(0, 60).map(i -> i / 3 * 2).toArray();
    for (int i = 0; i < 60; i += 4) {
      appendTimed(timestamps[i], timestamps[i + 1], timestamps[i + 2], timestamps[i + 3]);
    }
    for (long wanted = 0; wanted <= timestamps[59]; wanted++) {
      long timestamp = wanted;
      long first =
          LongStream.range(0, 60).filter(i -> timestamps[(int) i] >= timestamp).min().orElseThrow();
      assertStartsAt(timestamp, first);
    }
  }

  @Test
  void read_fromTimestampOfTrimmedRecords_startsAtTheFirstKept() {
    appendTimed(10, 20);
    appendTimed(30, 40);
    s2.stream.append(AppendInput.of(new Command.Trim(3).toRecord().withTimestamp(50)));
    assertStartsAt(10, 3);
    assertStartsAt(30, 3);
    assertStartsAt(50, 4);
  }

  // Waiting.

  @Test
  void read_withWaitAndRecords_returnsAtOnceWithoutTail() {
    s2.append("a");
    ReadBatch read = s2.stream.read(ReadRequest.fromSeqNum(0).withWait(WAIT));
    assertThat(bodies(read)).containsExactly("a");
    assertThat(read.tail()).isEmpty();
  }

  @Test
  void read_waitingAtTheTail_returnsTheFirstLiveBatchAlone() throws Exception {
    s2.append("a");
    var read = async(() -> s2.stream.read(ReadRequest.fromSeqNum(1).withWait(WAIT)));
    s2.time.awaitWaiters(1);
    s2.append("b", "c");
    s2.append("d");
    assertThat(bodies(get(read))).containsExactly("b", "c");
    assertThat(get(read).tail().map(StreamPosition::seqNum)).contains(3L);
  }

  @Test
  void read_withALongWait_waitsSixtySeconds() throws Exception {
    var request = ReadRequest.from(TAIL).withWait(Duration.ofHours(5));
    var read = async(() -> s2.stream.read(request));
    for (int i = 0; i < 12; i++) { // in steps, for it also wakes for heartbeats
      s2.time.awaitWaiters(1);
      s2.time.advance(Duration.ofSeconds(5));
    }
    assertThat(get(read).records()).isEmpty();
  }

  @Test
  void read_afterClose_saysWhatIsClosed() {
    s2.store.close();
    assertThatThrownBy(() -> s2.stream.read(ReadRequest.from(TAIL)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the store in memory is closed");
  }

  private void appendTimed(long... timestamps) {
    s2.stream.append(
        AppendInput.of(
            LongStream.of(timestamps)
                .mapToObj(t -> AppendRecord.of("at " + t).withTimestamp(t))
                .toList()));
  }

  private ReadBatch read(ReadLimit limit) {
    return s2.stream.read(ReadRequest.fromSeqNum(0).withLimit(limit));
  }

  private static ReadLimit bytes(long bytes) {
    return new ReadLimit(OptionalLong.empty(), OptionalLong.of(bytes), OptionalLong.empty());
  }

  private static ReadLimit until(long timestamp) {
    return new ReadLimit(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(timestamp));
  }

  private void assertStartsAt(long timestamp, long seqNum) {
    ReadBatch read = s2.stream.read(ReadRequest.from(new ReadFrom.Timestamp(timestamp)));
    assertThat(read.records().getFirst().seqNum()).as("from %d", timestamp).isEqualTo(seqNum);
  }

  private void assertRefused(ReadRequest request, long tail) {
    assertThatThrownBy(() -> s2.stream.read(request))
        .isInstanceOfSatisfying(
            RangeNotSatisfiableException.class, e -> assertThat(e.tail().seqNum()).isEqualTo(tail));
  }

  private void assertSessionRefused(ReadRequest request, long tail) {
    assertThatThrownBy(() -> s2.stream.openRead(request))
        .isInstanceOfSatisfying(
            RangeNotSatisfiableException.class, e -> assertThat(e.tail().seqNum()).isEqualTo(tail));
  }

  private void assertWaitsThenEmpty(ReadRequest request) throws Exception {
    var read = async(() -> s2.stream.read(request.withWait(WAIT)));
    s2.time.awaitWaiters(1);
    assertThat(read).isNotDone();
    s2.time.advance(WAIT);
    assertThat(get(read)).isEqualTo(new ReadBatch(List.of(), Optional.empty()));
  }

  private void assertFollows(ReadRequest request, long tail) {
    try (ReadSession session = s2.stream.openRead(request)) {
      assertThat(session.next())
          .isInstanceOfSatisfying(
              ReadMessage.Heartbeat.class,
              heartbeat -> assertThat(heartbeat.tail().seqNum()).isEqualTo(tail));
    }
  }
}
