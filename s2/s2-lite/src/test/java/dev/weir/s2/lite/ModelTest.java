package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

  private final StoreKind kind;

  ModelTest(StoreKind kind) {
    this.kind = kind;
  }

  /// A stream as a list, of which the first records are hidden.
  private static final class Model {
    private final List<String> bodies = new ArrayList<>();
    private int trimPoint;

    void trim(long earliest) {
      bodies.add("\0trim");
      trimPoint = Math.max(trimPoint, (int) Math.min(earliest, bodies.size()));
    }

    List<String> from(int seqNum, int count) {
      int first = Math.min(bodies.size(), Math.max(trimPoint, seqNum));
      return bodies.subList(first, Math.min(bodies.size(), first + count));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void store_underRandomOperations_equalsTheModel(long seed, @TempDir Path directory)
      throws Exception {
    var random = new Random(seed);
    var model = new Model();
    var options = S2LiteOptions.DEFAULT.withRecentBytesPerStream(200);
    try (var s2 = new Fixture(kind, directory, options).withStream()) {
      for (int i = 0; i < OPERATIONS; i++) {
        step(random, s2, model);
        assertThat(s2.stream.checkTail().seqNum())
            .as("seed %d, operation %d", seed, i)
            .isEqualTo(model.bodies.size());
      }
      if (!model.bodies.isEmpty()) {
        List<String> expected =
            model.from(0, model.bodies.size()).stream()
                .filter(body -> !body.equals("\0trim"))
                .toList();
        assertThat(everything(s2.stream).stream().filter(body -> !isTrim(body)))
            .as("seed %d", seed)
            .isEqualTo(expected);
      }
    }
  }

  private static void step(Random random, Fixture s2, Model model) throws Exception {
    int tail = model.bodies.size();
    switch (random.nextInt(12)) {
      case 0 -> s2.reopen();
      case 1 -> {
        s2.time.advance(Duration.ofMinutes(2));
        s2.store.engine().active().sweep();
      }
      case 2 -> {
        long earliest = random.nextInt(tail + 5);
        s2.stream.append(AppendInput.of(new Command.Trim(earliest).toRecord()));
        model.trim(earliest);
      }
      case 3 -> {
        var stale = Fixture.batch("never").withMatchSeqNum(tail + 1L + random.nextInt(3));
        assertThatThrownBy(() -> s2.stream.append(stale))
            .isInstanceOf(AppendConditionFailedException.class);
      }
      case 4 -> {
        if (random.nextInt(10) == 0) {
          s2.basin.deleteStream(Fixture.STREAM);
          s2.basin.createStream(Fixture.STREAM, StreamConfig.UNSET);
          model.bodies.clear();
          model.trimPoint = 0;
        }
      }
      case 5, 6, 7, 8 -> {
        if (tail > 0) {
          int from = random.nextInt(tail);
          int count = 1 + random.nextInt(20);
          var read = s2.stream.read(ReadRequest.fromSeqNum(from).withCount(count));
          assertThat(read.records().stream().map(ModelTest::body))
              .isEqualTo(model.from(from, count));
        }
      }
      default -> {
        var bodies = new ArrayList<AppendRecord>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
          String body = "r" + random.nextInt();
          bodies.add(AppendRecord.of(body));
          model.bodies.add(body);
        }
        s2.stream.append(AppendInput.of(bodies).withMatchSeqNum(tail));
      }
    }
  }

  /// The bodies of data begin with an `r`.
  private static boolean isTrim(String body) {
    return !body.startsWith("r");
  }

  private static String body(SequencedRecord record) {
    return record.isCommand() ? "\0trim" : record.body().utf8();
  }
}
