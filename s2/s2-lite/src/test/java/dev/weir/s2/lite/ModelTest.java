package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSession;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.Change;
import dev.weir.s2.Command;
import dev.weir.s2.EncryptionKey;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.StreamReconfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The store does what a list does.
@ParameterizedClass
@EnumSource(StoreKind.class)
class ModelTest {
  private static final int OPERATIONS = 300;
  private static final String TRIM = "\0trim";

  private final StoreKind kind;

  ModelTest(StoreKind kind) {
    this.kind = kind;
  }

  private record Entry(String body, long timestamp, long expiresAt) {}

  /// A stream as a list, of which the first records are hidden, and those that expired.
  private static final class Model {
    private final List<Entry> entries = new ArrayList<>();
    private int trimPoint;
    private RetentionPolicy retention = new RetentionPolicy.Age(7 * 24 * 3600);

    int tail() {
      return entries.size();
    }

    void add(String body, long now) {
      long expiresAt =
          switch (retention) {
            case RetentionPolicy.Age(long seconds) -> now + 1000 * seconds;
            case RetentionPolicy.Infinite() -> Long.MAX_VALUE;
          };
      entries.add(new Entry(body, now, expiresAt));
    }

    void trim(long earliest, long now) {
      add(TRIM, now);
      trimPoint = Math.max(trimPoint, (int) Math.min(earliest, tail()));
    }

    List<String> from(int seqNum, int count, long now) {
      int first = Math.min(tail(), Math.max(trimPoint, seqNum));
      return entries.subList(first, tail()).stream()
          .filter(entry -> entry.expiresAt() > now)
          .limit(count)
          .map(Entry::body)
          .toList();
    }

    int firstAtOrAfter(long timestamp) {
      int index = 0;
      while (index < tail() && entries.get(index).timestamp() < timestamp) {
        index++;
      }
      return index;
    }
  }

  /// The seed decides on the cipher too.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19})
  void store_underRandomOperations_equalsTheModel(long seed, @TempDir Path directory)
      throws Exception {
    var run = new Run(seed);
    var options = S2LiteOptions.DEFAULT.withRecentBytesPerStream(200);
    try (var s2 = new Fixture(kind, directory, options)) {
      s2.store.createBasin(
          Fixture.BASIN, new BasinConfig(StreamConfig.UNSET, run.cipher(), false, false));
      s2.basin.createStream(Fixture.STREAM, StreamConfig.UNSET);
      for (int i = 0; i < OPERATIONS; i++) {
        run.step(s2);
        assertThat(run.stream(s2).checkTail().seqNum())
            .as("seed %d, operation %d", seed, i)
            .isEqualTo(run.model.tail());
      }
      assertThat(everything(run.stream(s2)).stream().filter(body -> body.startsWith("r")))
          .as("seed %d", seed)
          .isEqualTo(
              run.model.from(0, run.model.tail(), s2.time.epochMillis()).stream()
                  .filter(body -> !body.equals(TRIM))
                  .toList());
    }
  }

  /// One sequence of random operations, done to the store and to the model.
  private static final class Run {
    private final Random random;
    private final long seed;
    private final Model model = new Model();

    Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
    }

    Optional<StreamCipher> cipher() {
      return switch ((int) (seed % 3)) {
        case 0 -> Optional.of(StreamCipher.AEGIS_256);
        case 1 -> Optional.of(StreamCipher.AES_256_GCM);
        default -> Optional.empty();
      };
    }

    S2Stream stream(Fixture s2) {
      return s2.basin.stream(
          Fixture.STREAM, StreamOptions.NONE.withEncryptionKey(EncryptionKey.of(new byte[32])));
    }

    void step(Fixture s2) throws Exception {
      switch (random.nextInt(16)) {
        case 0 -> s2.reopen();
        case 1 -> {
          s2.time.advance(Duration.ofSeconds(random.nextInt(300)));
          s2.store.engine().active().sweep();
        }
        case 2 -> trim(s2);
        case 3 -> appendStale(s2);
        case 4 -> recreateNowAndThen(s2);
        case 5 -> retain(s2);
        case 6 -> s2.doWhatIsDue();
        case 7 -> session(s2);
        case 8 -> readFromTimestamp(s2);
        case 9, 10, 11, 12 -> read(s2);
        default -> {
          AppendInput input = batch(s2);
          stream(s2).append(input);
        }
      }
    }

    private void trim(Fixture s2) {
      long earliest = random.nextInt(model.tail() + 5);
      stream(s2).append(AppendInput.of(new Command.Trim(earliest).toRecord()));
      model.trim(earliest, s2.time.epochMillis());
    }

    private void appendStale(Fixture s2) {
      var stale = Fixture.batch("never").withMatchSeqNum(model.tail() + 1L + random.nextInt(3));
      assertThatThrownBy(() -> stream(s2).append(stale))
          .isInstanceOf(AppendConditionFailedException.class);
    }

    private void recreateNowAndThen(Fixture s2) {
      if (random.nextInt(10) == 0) {
        s2.basin.deleteStream(Fixture.STREAM);
        s2.basin.createStream(Fixture.STREAM, StreamConfig.UNSET.withRetention(model.retention));
        model.entries.clear();
        model.trimPoint = 0;
      }
    }

    private void retain(Fixture s2) {
      model.retention =
          switch (random.nextInt(3)) {
            case 0 -> new RetentionPolicy.Infinite();
            case 1 -> new RetentionPolicy.Age(60);
            default -> new RetentionPolicy.Age(600);
          };
      s2.basin.reconfigureStream(
          Fixture.STREAM,
          StreamReconfiguration.NONE.withRetentionPolicy(Change.to(model.retention)));
    }

    private void read(Fixture s2) {
      if (model.tail() > 0) {
        int from = random.nextInt(model.tail());
        int count = 1 + random.nextInt(20);
        var read = stream(s2).read(ReadRequest.fromSeqNum(from).withCount(count));
        assertThat(read.records().stream().map(ModelTest::body))
            .as("seed %d, from %d", seed, from)
            .isEqualTo(model.from(from, count, s2.time.epochMillis()));
      }
    }

    private void readFromTimestamp(Fixture s2) {
      if (model.tail() > 0) {
        long timestamp = model.entries.get(random.nextInt(model.tail())).timestamp();
        var request = ReadRequest.from(new ReadFrom.Timestamp(timestamp)).withCount(5);
        assertThat(stream(s2).read(request).records().stream().map(ModelTest::body))
            .as("seed %d, from timestamp %d", seed, timestamp)
            .isEqualTo(model.from(model.firstAtOrAfter(timestamp), 5, s2.time.epochMillis()));
      }
    }

    /// Batches one behind the other, of which one may be refused, and with it all behind it.
    private void session(Fixture s2) throws Exception {
      int batches = 1 + random.nextInt(6);
      int bad = random.nextBoolean() ? batches : random.nextInt(batches);
      var acks = new ArrayList<CompletableFuture<AppendAck>>();
      AppendSession session = stream(s2).openAppend();
      for (int i = 0; i < bad; i++) {
        acks.add(session.submit(batch(s2)));
      }
      if (bad == batches) {
        session.close();
      } else {
        var refused = session.submit(Fixture.batch("never").withMatchSeqNum(model.tail() + 1L));
        assertThatThrownBy(() -> session.submit(Fixture.batch("never")))
            .isInstanceOf(AppendConditionFailedException.class);
        assertThatThrownBy(session::close).isInstanceOf(AppendConditionFailedException.class);
        assertThat(refused).isCompletedExceptionally();
      }
      assertThat(acks).allMatch(ack -> ack.isDone() && !ack.isCompletedExceptionally());
    }

    /// A batch that the model has already.
    private AppendInput batch(Fixture s2) {
      long tail = model.tail();
      var records = new ArrayList<AppendRecord>();
      int size = 1 + random.nextInt(6);
      for (int i = 0; i < size; i++) {
        String body = "r" + random.nextInt();
        records.add(AppendRecord.of(body));
        model.add(body, s2.time.epochMillis());
      }
      return AppendInput.of(records).withMatchSeqNum(tail);
    }
  }

  private static String body(SequencedRecord record) {
    return record.isCommand() ? TRIM : record.body().utf8();
  }
}
