package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.everything;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.SequencedRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk that fails time and again under appenders and a follower who simply try again.
@Timeout(120)
class FaultStormTest {
  private static final int APPENDERS = 4;
  private static final int BATCHES = 25;
  private static final String LAST = "last";

  private final Phaser recoveries = new Phaser(1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void store_whoseCommitsFailAtRandom_keepsEveryAckedBatchAndItsFollowerMissesNone(
      long seed, @TempDir Path directory) throws Exception {
    StoreKind kind = seed % 2 == 0 ? StoreKind.DISK : StoreKind.MEMORY;
    var options =
        S2LiteOptions.DEFAULT.withListener(
            new S2LiteListener() {
              @Override
              public void recovered(long nanos) {
                int unused = recoveries.arrive();
              }
            });
    try (var s2 = new Fixture(kind, directory, options).withStream()) {
      s2.storage.failAtRandom(new Random(seed), 6);
      var follower = async(() -> follow(s2));
      var appenders = new ArrayList<CompletableFuture<Map<Long, String>>>();
      for (int i = 0; i < APPENDERS; i++) {
        int appender = i;
        appenders.add(async(() -> append(s2, appender)));
      }
      var acked = new TreeMap<Long, String>();
      for (var appender : appenders) {
        acked.putAll(appender.get(60, TimeUnit.SECONDS));
      }
      s2.storage.mend();
      awaitHealthy(s2);
      s2.append(LAST);

      List<String> bodies = everything(s2.stream);
      assertThat(follower.get(60, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo(bodies);
      assertThat(acked).as("seed %d", seed).hasSize(APPENDERS * BATCHES);
      acked.forEach((seqNum, body) ->
          assertThat(bodies.subList(seqNum.intValue(), seqNum.intValue() + 2))
              .as("seed %d", seed)
              .containsExactly(body, body));
      for (int i = 0; i + 1 < bodies.size(); i += 2) {
        assertThat(bodies.get(i)).as("whole batches, seed %d", seed).isEqualTo(bodies.get(i + 1));
      }
    }
  }

  private Map<Long, String> append(Fixture s2, int appender) {
    var acked = new TreeMap<Long, String>();
    for (int i = 0; acked.size() < BATCHES; i++) {
      String body = appender + "-" + i;
      try {
        acked.put(s2.stream.append(batch(body, body)).start().seqNum(), body);
      } catch (RequestRejectedException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.STORAGE);
        awaitHealthy(s2);
      }
    }
    return acked;
  }

  /// What a client gets that comes again, behind its last record, whenever it is told to.
  private static List<String> follow(Fixture s2) {
    var bodies = new ArrayList<String>();
    while (bodies.isEmpty() || !bodies.getLast().equals(LAST)) {
      try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(bodies.size()))) {
        follow(session, bodies);
      } catch (RequestRejectedException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.STORAGE);
      }
    }
    return bodies;
  }

  private static void follow(ReadSession session, List<String> bodies) {
    while (bodies.isEmpty() || !bodies.getLast().equals(LAST)) {
      if (session.next() instanceof ReadMessage.Batch(ReadBatch batch)) {
        for (SequencedRecord record : batch.records()) {
          assertThat(record.seqNum()).isEqualTo(bodies.size());
          bodies.add(record.body().utf8());
        }
      }
    }
  }

  private void awaitHealthy(Fixture s2) {
    int phase = recoveries.getPhase();
    while (!s2.store.isHealthy()) {
      phase = recoveries.awaitAdvance(phase);
    }
  }
}
