package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertEnded;
import static dev.weir.s2.lite.Fixture.assertRejected;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.bodies;
import static dev.weir.s2.lite.Fixture.get;
import static dev.weir.s2.lite.Fixture.nextBatch;
import static dev.weir.s2.lite.Fixture.seqNums;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.Header;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.StreamPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class FollowTest {
  private static final ReadMessage END = new ReadMessage.End();

  private final StoreKind kind;
  private Fixture s2;

  FollowTest(StoreKind kind) {
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
  void follow_fromTheStart_catchesUpThenBeatsThenFollows() {
    s2.append("a");
    s2.append("b");
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      ReadBatch caughtUp = batch(session.next());
      assertThat(bodies(caughtUp)).containsExactly("a", "b");
      assertThat(caughtUp.tail()).isEmpty();
      assertThat(session.next())
          .isEqualTo(
              new ReadMessage.Heartbeat(
                  s2.time.epochMillis(), new StreamPosition(2, s2.time.epochMillis())));
      s2.append("c", "d");
      s2.append("e");
      ReadBatch live = batch(session.next());
      assertThat(bodies(live)).containsExactly("c", "d");
      assertThat(live.tail().map(StreamPosition::seqNum)).contains(4L);
      assertThat(bodies(batch(session.next()))).containsExactly("e");
    }
  }

  @Test
  void follow_inSilence_beatsAgain() throws Exception {
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      for (int i = 0; i < 3; i++) {
        var next = async(session::next);
        s2.time.awaitWaiters(1);
        s2.time.advance(Duration.ofMillis(4_999));
        s2.time.awaitWaiters(1);
        assertThat(next).isNotDone();
        s2.time.advance(Duration.ofSeconds(11));
        assertThat(get(next)).isInstanceOf(ReadMessage.Heartbeat.class);
      }
    }
  }

  @Test
  void follow_withWait_endsThatLongAfterTheLastBatch_andHeartbeatsDoNotCount() throws Exception {
    var request = ReadRequest.fromSeqNum(0).withWait(Duration.ofSeconds(20));
    try (ReadSession session = s2.stream.openRead(request)) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.time.advance(Duration.ofSeconds(15));
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.append("a");
      assertThat(bodies(batch(session.next()))).containsExactly("a");
      s2.time.advance(Duration.ofSeconds(19));
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.time.advance(Duration.ofSeconds(1));
      assertEnded(session);
    }
  }

  @Test
  void follow_withCount_cutsTheLiveBatchAndEnds() {
    var request = ReadRequest.fromSeqNum(0).withCount(3).withWait(Duration.ofSeconds(20));
    try (ReadSession session = s2.stream.openRead(request)) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.append("a", "b");
      s2.append("c", "d");
      assertThat(bodies(batch(session.next()))).containsExactly("a", "b");
      ReadBatch cut = batch(session.next());
      assertThat(bodies(cut)).containsExactly("c");
      assertThat(cut.tail().map(StreamPosition::seqNum)).contains(4L);
      assertEnded(session);
    }
  }

  @Test
  void follow_withBytes_thatTheFirstLiveRecordExceeds_endsWithoutABatch() {
    var bytes = new ReadLimit(OptionalLong.empty(), OptionalLong.of(8), OptionalLong.empty());
    var request = ReadRequest.fromSeqNum(0).withLimit(bytes).withWait(Duration.ofSeconds(20));
    try (ReadSession session = s2.stream.openRead(request)) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.append("more than nothing");
      assertEnded(session);
    }
  }

  @Test
  void follow_withUntil_waitsForARecordOfThatTime_andStopsBeforeIt() {
    var until = OptionalLong.of(s2.time.epochMillis() + 1000);
    var request =
        ReadRequest.fromSeqNum(0)
            .withLimit(new ReadLimit(OptionalLong.empty(), OptionalLong.empty(), until))
            .withWait(Duration.ofSeconds(20));
    try (ReadSession session = s2.stream.openRead(request)) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.append("a");
      assertThat(bodies(batch(session.next()))).containsExactly("a");
      s2.time.advance(Duration.ofSeconds(2));
      s2.append("b");
      assertEnded(session);
    }
  }

  @Test
  void follow_thatFellOutOfMemory_keepsToItsCountAndWait() throws Exception {
    var request = ReadRequest.fromSeqNum(0).withCount(1_400).withWait(Duration.ofSeconds(20));
    try (ReadSession session = s2.stream.openRead(request);
        ReadSession longer = s2.stream.openRead(request.withCount(1_501))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      assertThat(longer.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      for (int i = 0; i < 1_500; i++) {
        s2.append("b" + i);
      }
      int read = 0;
      while (session.next() instanceof ReadMessage.Batch(ReadBatch next)) {
        read += next.records().size();
      }
      assertThat(read).isEqualTo(1_400);
      assertEnded(session);
      read = 0;
      while (longer.next() instanceof ReadMessage.Batch(ReadBatch next)) {
        read += next.records().size();
      }
      assertThat(read).isEqualTo(1_500); // and then a heartbeat at the tail
      s2.time.advance(Duration.ofSeconds(20));
      assertEnded(longer);
    }
  }

  @Test
  void close_fromAnotherThread_endsTheWait() throws Exception {
    ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0));
    assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
    var next = async(session::next);
    s2.time.awaitWaiters(1);
    session.close();
    assertThat(get(next)).isEqualTo(END);
  }

  @Test
  void close_ofTheStore_endsTheWait() throws Exception {
    ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0));
    assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
    var next = async(session::next);
    s2.time.awaitWaiters(1);
    s2.store.close();
    assertThat(get(next)).isEqualTo(END);
    assertThat(session.next()).isEqualTo(END);
  }

  @Test
  void deleteStream_duringAFollow_showsTheTerminalTrim_thenEndsIt() throws Exception {
    s2.append("a");
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0));
        ReadSession waiting = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(bodies(nextBatch(session))).containsExactly("a");
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      assertThat(bodies(nextBatch(waiting))).containsExactly("a");
      assertThat(waiting.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      var live = async(waiting::next);
      s2.time.awaitWaiters(1);
      s2.basin.deleteStream(Fixture.STREAM);
      for (ReadBatch last : List.of(batch(session.next()), batch(get(live)))) {
        assertThat(seqNums(last)).containsExactly(1L);
        assertThat(last.records().getFirst().headers()).containsExactly(Header.of("", "trim"));
        assertThat(last.records().getFirst().body().asByteBuffer().getLong()).isEqualTo(-1);
        assertThat(last.records().getFirst().timestamp()).isEqualTo(s2.time.epochMillis());
        assertThat(last.tail().map(StreamPosition::seqNum)).contains(2L);
      }
      assertRejected(ErrorCode.UNAVAILABLE, session::next);
      assertEnded(session);
      assertRejected(ErrorCode.UNAVAILABLE, waiting::next);
    }
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.stream.openRead(ReadRequest.fromSeqNum(0)));
  }

  @Test
  void deleteStream_duringACatchUp_endsItWithStreamNotFound() {
    s2.append("a");
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      s2.basin.deleteStream(Fixture.STREAM);
      assertRejected(ErrorCode.STREAM_NOT_FOUND, session::next);
      assertEnded(session);
    }
  }

  @Test
  void follow_whileManyAppend_deliversEachRecordOnceInOrder() throws Exception {
    int appenders = 8;
    int each = 40;
    var followers = new ArrayList<CompletableFuture<List<Long>>>();
    for (int i = 0; i < 4; i++) {
      followers.add(async(() -> follow(2L * appenders * each)));
    }
    var done = new ArrayList<CompletableFuture<Boolean>>();
    for (int i = 0; i < appenders; i++) {
      done.add(
          async(() -> {
            for (int j = 0; j < each; j++) {
              s2.append("x", "y");
            }
            return true;
          }));
    }
    for (var appender : done) {
      assertThat(get(appender)).isTrue();
    }
    List<Long> all = LongStream.range(0, 2L * appenders * each).boxed().toList();
    for (var follower : followers) {
      assertThat(get(follower)).isEqualTo(all);
    }
  }

  @Test
  void follow_thatFellOutOfMemory_readsOnFromStorageWithoutGap() {
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      int batches = 1500;
      for (int i = 0; i < batches; i++) {
        s2.append("b" + i);
      }
      ReadBatch first = nextBatch(session);
      assertThat(first.tail()).isEmpty();
      var seen = new ArrayList<>(seqNums(first));
      while (seen.size() < batches) {
        seen.addAll(seqNums(nextBatch(session)));
      }
      assertThat(seen).isEqualTo(LongStream.range(0, batches).boxed().toList());
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.append("live");
      assertThat(bodies(batch(session.next()))).containsExactly("live");
    }
  }

  @Test
  void sweep_ofAStreamBeingFollowed_leavesItInPlace() {
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.time.advance(Duration.ofHours(1));
      s2.store.engine().active().sweep();
      s2.append("a");
      assertThat(bodies(nextBatch(session))).containsExactly("a");
    }
  }

  @Test
  void sweep_ofIdleStreams_letsThemGoAndTheyComeBack() {
    s2.append("a");
    ActiveStreams active = s2.store.engine().active();
    s2.time.advance(Duration.ofSeconds(59));
    active.sweep();
    assertThat(active.size()).isEqualTo(1);
    s2.time.advance(Duration.ofSeconds(1));
    active.sweep();
    assertThat(active.size()).isZero();
    s2.append("b");
    assertThat(Fixture.everything(s2.stream)).containsExactly("a", "b");
  }

  private List<Long> follow(long count) {
    var seen = new ArrayList<Long>();
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      while (seen.size() < count) {
        seen.addAll(seqNums(nextBatch(session)));
      }
    }
    return seen;
  }

  private static ReadBatch batch(ReadMessage message) {
    assertThat(message).isInstanceOf(ReadMessage.Batch.class);
    return ((ReadMessage.Batch) message).batch();
  }
}
