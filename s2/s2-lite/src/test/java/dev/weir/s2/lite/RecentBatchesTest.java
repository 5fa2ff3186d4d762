package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.bodies;
import static dev.weir.s2.lite.Fixture.everything;
import static dev.weir.s2.lite.Fixture.nextBatch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What streams keep in memory of their records.
@Timeout(60)
class RecentBatchesTest {
  private static final int OVERALL = 100_000;
  private static final String BODY = "x".repeat(1_000);

  private Fixture s2;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    var options = S2LiteOptions.DEFAULT.withRecentBytes(OVERALL).withIdleAfter(Duration.ZERO);
    s2 = new Fixture(StoreKind.MEMORY, directory, options).withStream();
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  @Test
  void append_toManyStreams_keepsTheSharedLimit() {
    for (int i = 0; i < 200; i++) {
      var name = new StreamName("stream-" + i);
      s2.basin.createStream(name, StreamConfig.UNSET);
      S2Stream stream = s2.basin.stream(name);
      stream.append(batch(BODY, BODY));
      assertThat(everything(stream)).containsExactly(BODY, BODY);
      assertThat(used()).hasValueLessThanOrEqualTo(OVERALL);
    }
    assertThat(used()).hasValueGreaterThan(OVERALL / 2);
    s2.store.engine().active().sweep();
    assertThat(used()).hasValue(0);
  }

  @Test
  void append_toAStreamThatNobodyFollows_keepsLittle() {
    for (int i = 0; i < 90; i++) {
      s2.append(BODY);
    }
    assertThat(used()).hasValueLessThanOrEqualTo(16 * 1024);
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(nextBatch(session).records()).hasSize(90);
      for (int i = 0; i < 90; i++) {
        s2.append(BODY);
      }
      assertThat(used()).hasValueGreaterThan(OVERALL / 2);
    }
    assertThat(used()).hasValueLessThanOrEqualTo(16 * 1024);
    s2.basin.deleteStream(Fixture.STREAM);
    assertThat(used()).hasValue(0);
  }

  @Test
  void follow_beyondTheSharedLimit_missesNothing() {
    try (ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      var appended = new ArrayList<String>();
      for (int i = 0; i < 300; i++) {
        appended.add(i + BODY);
        s2.append(i + BODY);
      }
      assertThat(used()).hasValueLessThanOrEqualTo(OVERALL);
      var read = new ArrayList<String>();
      while (read.size() < appended.size()) {
        read.addAll(bodies(nextBatch(session)));
      }
      assertThat(read).isEqualTo(appended);
    }
  }

  private AtomicLong used() {
    return s2.store.engine().recentLimits().used();
  }
}
