package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertRejected;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.everything;
import static dev.weir.s2.lite.Fixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Exception;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class RecoveryTest {
  private final StoreKind kind;

  RecoveryTest(StoreKind kind) {
    this.kind = kind;
  }

  @Test
  void reopen_keepsPositionsFenceTrimAndConfig(@TempDir Path directory) throws Exception {
    try (var s2 = new Fixture(kind, directory).withStream()) {
      s2.append("a", "b", "c");
      s2.stream.append(
          AppendInput.of(
              new Command.Trim(2).toRecord(),
              new Command.Fence(new FencingToken("mine")).toRecord()));
      var tail = s2.stream.checkTail();
      StreamConfig config = s2.basin.streamConfig(Fixture.STREAM);
      var records = s2.stream.read(ReadRequest.fromSeqNum(0));
      s2.reopen();

      assertThat(s2.stream.checkTail()).isEqualTo(tail);
      assertThat(s2.basin.streamConfig(Fixture.STREAM)).isEqualTo(config);
      assertThat(s2.stream.read(ReadRequest.fromSeqNum(0))).isEqualTo(records);
      assertThat(records.records().getFirst().seqNum()).isEqualTo(2);
      AppendAck ack = s2.stream.append(batch("d").withFencingToken(new FencingToken("mine")));
      assertThat(ack.start().seqNum()).isEqualTo(tail.seqNum());
    }
  }

  /// The storage may fail at any commit, written or not. Whatever was acknowledged before must be
  /// there afterwards, in order; and of what was not, whole batches only.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void recovery_afterAFailureAtAnyCommit_keepsEveryAckedBatch(long seed, @TempDir Path directory)
      throws Exception {
    var random = new Random(seed);
    try (var s2 = new Fixture(kind, directory).withStream()) {
      s2.storage.failAfter(
          random.nextInt(30),
          random.nextBoolean() ? FaultyStorage.Fault.WRITTEN : FaultyStorage.Fault.NOTHING_WRITTEN);
      var acked = new TreeMap<Long, String>();
      var threads = new ArrayList<CompletableFuture<Map<Long, String>>>();
      for (int t = 0; t < 6; t++) {
        int thread = t;
        threads.add(async(() -> appendUntilFailure(s2.stream, thread)));
      }
      for (var thread : threads) {
        acked.putAll(get(thread));
      }
      try (S2Lite recovered = s2.openAfterCrash()) {
        S2Stream stream = recovered.basin(Fixture.BASIN).stream(Fixture.STREAM);
        List<String> bodies = everything(stream);
        assertThat(bodies).as("seed %d", seed).hasSize((int) stream.checkTail().seqNum());
        acked.forEach((seqNum, body) ->
            assertThat(bodies.subList(seqNum.intValue(), seqNum.intValue() + 3))
                .as("seed %d", seed)
                .containsExactly(body, body, body));
        for (int i = 0; i < bodies.size(); i += 3) {
          assertThat(bodies.subList(i, i + 3)).as("seed %d", seed).containsOnly(bodies.get(i));
        }
      }
    }
  }

  @Test
  void read_ofACorruptRow_namesStreamAndSeqNum(@TempDir Path directory) throws Exception {
    try (var s2 = new Fixture(kind, directory).withStream()) {
      s2.append("a");
      s2.append("b");
      s2.reopen();
      var damage = new Mutations();
      damage.put(Keys.row(1, 1), new byte[] {1, 2, 3});
      s2.beneath().commit(damage);
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> s2.stream.read(ReadRequest.fromSeqNum(0))))
          .hasMessageContaining("stream `orders` in basin `test-basin` is corrupt")
          .hasMessageContaining("seqNum 1");
      damage.delete(Keys.row(1, 1));
      s2.beneath().commit(damage);
      assertRejected(ErrorCode.STORAGE, () -> s2.stream.read(ReadRequest.fromSeqNum(0)));
    }
  }

  @Test
  void open_overAnUnreadableBasin_failsAndLeavesNoThread(@TempDir Path directory) throws Exception {
    try (Storage rows = kind.storage(directory)) {
      var damage = new Mutations();
      damage.put(Keys.basin("test-basin"), new byte[] {9});
      rows.commit(damage);
      var before = Thread.getAllStackTraces().keySet();
      assertThatThrownBy(
              () -> S2Lite.of(new FaultyStorage(rows), S2LiteOptions.DEFAULT, new ManualTime()))
          .isInstanceOf(CorruptRowException.class);
      assertThat(Thread.getAllStackTraces().keySet().stream().filter(t -> !before.contains(t)))
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith("s2-lite-"));
    }
  }

  /// A search that meets a gap must not look for ever.
  @Test
  @Timeout(20)
  void read_byTimestampOverMissingRows_fails(@TempDir Path directory) throws Exception {
    try (var s2 = new Fixture(kind, directory).withStream()) {
      for (int i = 0; i < 30; i++) {
        s2.append("x" + i);
        s2.time.advance(Duration.ofMillis(10));
      }
      long within = s2.time.epochMillis() - 150;
      var damage = new Mutations();
      for (int i = 10; i < 20; i++) {
        damage.delete(Keys.row(1, i));
      }
      s2.beneath().commit(damage);
      s2.reopen();
      assertRejected(
          ErrorCode.STORAGE,
          () -> s2.stream.read(ReadRequest.from(new ReadFrom.Timestamp(within))));
    }
  }

  /// What expired is passed over, and not again and again where nothing follows it.
  @Test
  @Timeout(20)
  void read_ofMissingRowsBehindExpiredOnes_fails(@TempDir Path directory) throws Exception {
    try (var s2 = new Fixture(kind, directory).withStream()) {
      for (int i = 0; i < 4; i++) {
        s2.append("x" + i);
      }
      var damage = new Mutations();
      damage.put(Keys.row(1, 1), BatchRow.encodeGap(2));
      damage.delete(Keys.row(1, 2));
      s2.beneath().commit(damage);
      s2.reopen();
      assertRejected(ErrorCode.STORAGE, () -> s2.stream.read(ReadRequest.fromSeqNum(1)));
      damage.delete(Keys.row(1, 3));
      s2.beneath().commit(damage);
      assertRejected(ErrorCode.STORAGE, () -> s2.stream.read(ReadRequest.fromSeqNum(1)));
    }
  }

  private static Map<Long, String> appendUntilFailure(S2Stream stream, int thread) {
    var acked = new TreeMap<Long, String>();
    try {
      for (int i = 0; ; i++) {
        String body = thread + "-" + i;
        acked.put(stream.append(batch(body, body, body)).start().seqNum(), body);
      }
    } catch (S2Exception e) {
      assertThat(e).hasMessageContaining("a write failed");
      return acked;
    }
  }
}
