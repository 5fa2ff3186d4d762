package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertEnded;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.bodies;
import static dev.weir.s2.lite.Fixture.everything;
import static dev.weir.s2.lite.Fixture.get;
import static dev.weir.s2.lite.Fixture.nextBatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Change;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.StreamReconfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class RetentionTest {
  private static final RetentionPolicy MINUTE = new RetentionPolicy.Age(60);
  private static final RetentionPolicy FOREVER = new RetentionPolicy.Infinite();

  private final StoreKind kind;
  private Fixture s2;

  RetentionTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    var options =
        S2LiteOptions.DEFAULT.withRecentBytesPerStream(40); // most reads are of the storage
    s2 = new Fixture(kind, directory, options).withStream(StreamConfig.UNSET.withRetention(MINUTE));
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  @Test
  void records_thatExpired_areGoneFromReads_atTheMoment_removedOrNot() throws Exception {
    s2.append("a");
    seconds(30);
    s2.append("b");
    seconds(29);
    assertThat(everything(s2.stream)).containsExactly("a", "b");
    seconds(1);
    assertThat(everything(s2.stream)).containsExactly("b");
    s2.reopen();
    assertThat(everything(s2.stream)).containsExactly("b");
    assertThat(rows()).isEqualTo(2);
    seconds(10);
    removeExpired();
    assertThat(rows()).isEqualTo(1);
    assertThat(everything(s2.stream)).containsExactly("b");
    assertThat(s2.stream.read(ReadRequest.fromSeqNum(0)).records().getFirst().seqNum())
        .isEqualTo(1);
  }

  @Test
  void stream_thatExpiredWhole_keepsItsTailAndToken_andReadsEmpty() throws Exception {
    s2.append("a", "b");
    s2.stream.append(AppendInput.of(new Command.Fence(new FencingToken("t")).toRecord()));
    StreamPosition tail = s2.stream.checkTail();
    for (boolean isRemoved : new boolean[] {false, true}) {
      seconds(70);
      if (isRemoved) {
        removeExpired();
        assertThat(rows()).isZero();
        s2.reopen();
      }
      assertThat(s2.stream.checkTail()).isEqualTo(tail);
      assertThat(s2.stream.read(ReadRequest.fromSeqNum(0)).records()).isEmpty();
      assertThat(s2.stream.read(ReadRequest.from(new ReadFrom.Timestamp(0))).records()).isEmpty();
      try (var session = s2.stream.openRead(ReadRequest.fromSeqNum(0).withCount(5))) {
        assertEnded(session);
      }
    }
    assertThatThrownBy(
            () -> s2.stream.append(Fixture.batch("c").withFencingToken(FencingToken.NONE)))
        .isInstanceOf(AppendConditionFailedException.class);
    s2.append("c");
    assertThat(everything(s2.stream)).containsExactly("c");
    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(4);
  }

  @Test
  void reconfigure_ofTheRetention_countsForLaterRecordsAlone() throws Exception {
    s2.append("minute");
    retain(FOREVER);
    s2.append("forever");
    retain(MINUTE);
    s2.append("minute again");
    retain(FOREVER);
    s2.append("forever too");
    seconds(70);
    assertThat(everything(s2.stream)).containsExactly("forever", "forever too");
    removeExpired();
    assertThat(rows()).isEqualTo(3); // two batches, and the gap between them
    s2.reopen();
    assertThat(everything(s2.stream)).containsExactly("forever", "forever too");
  }

  /// Records kept for ever do not keep later ones on disk.
  @Test
  void records_behindOnesThatStay_giveTheirSpaceBack_andReadsPassTheGap() throws Exception {
    retain(FOREVER);
    s2.append("stays");
    retain(MINUTE);
    for (int i = 0; i < 20; i++) {
      s2.append("a" + i, "b" + i);
      seconds(30);
    }
    removeExpired();
    assertThat(rows()).isLessThan(6);
    List<String> left = everything(s2.stream);
    assertThat(left).containsExactly("stays", "a19", "b19");
    for (long from = 1; from <= 39; from++) {
      ReadBatch read = s2.stream.read(ReadRequest.fromSeqNum(from));
      assertThat(bodies(read)).containsExactly("a19", "b19");
    }
    s2.reopen();
    assertThat(everything(s2.stream)).isEqualTo(left);
    s2.stream.append(AppendInput.of(new Command.Trim(40).toRecord()));
    assertThat(s2.stream.read(ReadRequest.fromSeqNum(0)).records().getFirst().seqNum())
        .isEqualTo(40);
  }

  @Test
  void read_byTimestamp_passesWhatExpired() throws Exception {
    var timestamps = new ArrayList<Long>();
    for (int i = 0; i < 12; i++) {
      timestamps.add(s2.stream.append(Fixture.batch("r" + i)).start().timestamp());
      seconds(10);
    }
    // Twelve batches, the last six of them alive.
    for (boolean isRemoved : new boolean[] {false, true}) {
      if (isRemoved) {
        removeExpired();
        s2.reopen();
      }
      for (int i = 0; i < 12; i++) {
        var request = ReadRequest.from(new ReadFrom.Timestamp(timestamps.get(i)));
        assertThat(bodies(s2.stream.read(request)).getFirst()).isEqualTo("r" + Math.max(i, 7));
      }
    }
  }

  @Test
  void read_byTimestampOverGaps_findsTheFirstThatIsThere() throws Exception {
    var kept = new ArrayList<Long>();
    for (int i = 0; i < 10; i++) {
      retain(i % 2 == 0 ? FOREVER : MINUTE);
      long at = s2.stream.append(Fixture.batch("r" + i)).start().timestamp();
      kept.add(at);
      seconds(1);
    }
    seconds(80);
    removeExpired();
    for (int i = 0; i < 9; i++) {
      var request = ReadRequest.from(new ReadFrom.Timestamp(kept.get(i)));
      assertThat(bodies(s2.stream.read(request)).getFirst()).isEqualTo("r" + (i + i % 2));
    }
    var behind = ReadRequest.from(new ReadFrom.Timestamp(kept.get(9)));
    assertThat(s2.stream.read(behind).records()).isEmpty();
  }

  @Test
  void follow_acrossAnExpiry_goesOn() throws Exception {
    try (var session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      s2.append("a");
      assertThat(bodies(nextBatch(session))).containsExactly("a");
      seconds(70);
      removeExpired();
      s2.append("b");
      assertThat(bodies(nextBatch(session))).containsExactly("b");
    }
  }

  @Test
  void removal_ofManyRows_isDoneInSmallCommits_andLeavesNoEntryBehind() throws Exception {
    var record = AppendRecord.of("x");
    try (var session = s2.stream.openAppend()) {
      for (int i = 0; i < 1000; i++) {
        var unused = session.submit(AppendInput.of(record));
      }
    }
    seconds(70);
    int before = s2.storage.commits();
    removeExpired();
    assertThat(s2.storage.commits() - before).isBetween(4, 6);
    assertThat(rows()).isZero();
    assertThat(entries(Due.Kind.EXPIRY)).isZero();
  }

  /// Records for ever and records for a minute by turns, so that rows go from the middle while they
  /// are being read. Whatever the readers meet, no record for ever is missing, and nothing fails.
  @Test
  void removal_ofManyRowsBehindOneThatStays_takesThemAll() throws Exception {
    retain(FOREVER);
    s2.append("stays");
    retain(MINUTE);
    for (int i = 0; i < 600; i++) {
      s2.append("goes");
    }
    seconds(70);
    removeExpired();
    assertThat(rows()).isEqualTo(2); // the one that stays, and the gap behind it
    assertThat(entries(Due.Kind.EXPIRY)).isZero();
    assertThat(everything(s2.stream)).containsExactly("stays");
  }

  @Test
  void removal_whileReadersRead_neverLooksLikeALoss() throws Exception {
    var done = new AtomicBoolean();
    retain(FOREVER);
    s2.append("f0");
    var reading =
        async(() -> {
          int reads = 0;
          while (!done.get() || reads == 0) {
            List<String> kept =
                everything(s2.stream).stream().filter(body -> body.startsWith("f")).toList();
            for (int i = 0; i < kept.size(); i++) {
              assertThat(kept.get(i)).isEqualTo("f" + i);
            }
            s2.stream.read(
                ReadRequest.from(new ReadFrom.Timestamp(s2.time.epochMillis() - 90_000)));
            reads++;
          }
          return reads;
        });
    var removing =
        async(() -> {
          while (!done.get()) {
            removeExpired();
          }
          return true;
        });
    for (int i = 1; i < 60; i++) {
      retain(MINUTE);
      for (int j = 0; j < 4; j++) {
        s2.append("minute");
      }
      retain(FOREVER);
      s2.append("f" + i);
      seconds(20);
    }
    done.set(true);
    assertThat(get(reading)).isPositive();
    assertThat(get(removing)).isTrue();
  }

  /// A read looks for its first row, and before it reads on a gap takes the place of that row.
  @Test
  void read_whoseFirstRowBecomesAGap_readsOnBehindIt() throws Exception {
    retain(FOREVER);
    s2.append("stays");
    s2.append("goes");
    s2.append("goes too");
    s2.append("stays too, and is too long to be kept in memory");
    s2.reopen();
    s2.storage.holdReads();
    var read = async(() -> s2.stream.read(ReadRequest.fromSeqNum(2)));
    for (int i = 0; i < 4; i++) {
      s2.storage.awaitHeldRead();
      if (i < 3) {
        s2.storage.letOneReadGo(); // of the stream, its tail and its first row
      }
    }
    var removal = new Mutations();
    removal.delete(Keys.row(1, 1));
    removal.delete(Keys.row(1, 2));
    removal.put(Keys.row(1, 1), BatchRow.encodeGap(3));
    s2.beneath().commit(removal);
    s2.storage.letReadsGo();
    assertThat(get(read).records()).extracting(record -> record.seqNum()).containsExactly(3L);
  }

  @Test
  void entries_ofADeletedStream_doNotTouchItsSuccessor() throws Exception {
    s2.append("a");
    s2.basin.deleteStream(Fixture.STREAM);
    s2.basin.createStream(Fixture.STREAM, StreamConfig.UNSET.withRetention(FOREVER));
    s2.append("b");
    seconds(70);
    removeExpired();
    assertThat(everything(s2.stream)).containsExactly("b");
    assertThat(entries(Due.Kind.EXPIRY)).isZero();
  }

  @Test
  void retention_beyondAllTime_neverExpires() throws Exception {
    retain(new RetentionPolicy.Age(-1)); // unsigned
    s2.append("a");
    retain(new RetentionPolicy.Age(Long.MAX_VALUE));
    s2.append("b");
    s2.time.advance(Duration.ofDays(365));
    removeExpired();
    assertThat(everything(s2.stream)).containsExactly("a", "b");
  }

  private void retain(RetentionPolicy policy) {
    s2.basin.reconfigureStream(
        Fixture.STREAM, StreamReconfiguration.NONE.withRetentionPolicy(Change.to(policy)));
  }

  private void seconds(int seconds) {
    s2.time.advance(Duration.ofSeconds(seconds));
  }

  private void removeExpired() {
    s2.doWhatIsDue();
  }

  private int rows() throws Exception {
    return s2.beneath().keys(new byte[] {'r'}, new byte[] {'s'}, 10_000).size();
  }

  private int entries(Due.Kind kind) throws Exception {
    return Due.find(s2.beneath(), kind, java.util.Optional.empty(), Long.MAX_VALUE - 1, 10_000)
        .size();
  }
}
