package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.Change;
import dev.weir.s2.Command;
import dev.weir.s2.ListRequest;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamReconfiguration;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Streams that are deleted for being empty.
@ParameterizedClass
@EnumSource(StoreKind.class)
class EmptyStreamTest {
  private static final int AGE = 60;
  private static final int MIN_AGE = 100;
  private static final int SLACK = 600;
  private static final RetentionPolicy FOREVER = new RetentionPolicy.Infinite();
  private static final StreamConfig CONFIG =
      StreamConfig.UNSET
          .withRetention(new RetentionPolicy.Age(AGE))
          .withDeleteOnEmptyMinAgeSecs(MIN_AGE);

  private final StoreKind kind;
  private Fixture s2;

  EmptyStreamTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    s2 = new Fixture(kind, directory).withStream(CONFIG);
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  @Test
  void stream_neverWritten_goesOnceItsTimeHasCome() throws Exception {
    after(AGE + MIN_AGE + SLACK - 1);
    assertThat(exists()).isTrue();
    s2.reopen();
    after(1);
    assertThat(exists()).isFalse();
  }

  @Test
  void stream_whoseRecordsExpired_goesAgeAndMinAgeAfterTheLast() {
    after(700);
    s2.stream.append(batch("a"));
    after(AGE + MIN_AGE + SLACK - 700); // the entry of the creation comes too early, and is dropped
    assertThat(exists()).isTrue();
    after(699);
    assertThat(exists()).isTrue();
    after(1);
    assertThat(exists()).isFalse();
  }

  @Test
  void stream_writtenAgainAndAgain_stays() {
    for (int i = 0; i < 100; i++) {
      s2.stream.append(batch("a"));
      after(50);
      assertThat(exists()).as("round %d", i).isTrue();
    }
    after(AGE + MIN_AGE + SLACK);
    assertThat(exists()).isFalse();
  }

  @Test
  void stream_trimmedWhole_goesMinAgeLater_evenIfKeptForEver() {
    change(StreamReconfiguration.NONE.withRetentionPolicy(Change.to(FOREVER)));
    s2.stream.append(batch("a"));
    after(5_000);
    assertThat(exists()).isTrue();
    s2.stream.append(AppendInput.of(new Command.Trim(Long.MAX_VALUE).toRecord()));
    after(MIN_AGE + SLACK - 1);
    assertThat(exists()).isTrue();
    after(1);
    assertThat(exists()).isFalse();
  }

  @Test
  void stream_trimmedWholeThenWritten_stays() {
    change(StreamReconfiguration.NONE.withRetentionPolicy(Change.to(FOREVER)));
    s2.stream.append(AppendInput.of(new Command.Trim(Long.MAX_VALUE).toRecord()));
    s2.stream.append(batch("a"));
    after(5_000);
    assertThat(exists()).isTrue();
  }

  @Test
  void stream_whoseDeletionWasSwitchedOff_stays_andOnAgain_goes() {
    change(StreamReconfiguration.NONE.withDeleteOnEmptyMinAgeSecs(Change.to(0L)));
    after(5_000);
    assertThat(exists()).isTrue();
    change(StreamReconfiguration.NONE.withDeleteOnEmptyMinAgeSecs(Change.to(1L)));
    after(AGE + 1 + SLACK - 1);
    assertThat(exists()).isTrue();
    after(1);
    assertThat(exists()).isFalse();
  }

  /// What was put down with a shorter age does not cut the longer one short.
  @Test
  void stream_whoseMinAgeWasRaised_waitsForTheNewOne() {
    change(StreamReconfiguration.NONE.withDeleteOnEmptyMinAgeSecs(Change.to(10_000L)));
    after(9_000);
    assertThat(exists()).isTrue();
    after(1_000 + AGE + SLACK);
    assertThat(exists()).isFalse();
  }

  @Test
  void stream_whoseRetentionWasRaised_isLookedAtAgainLater() {
    s2.stream.append(batch("a"));
    change(
        StreamReconfiguration.NONE.withRetentionPolicy(Change.to(new RetentionPolicy.Age(3_000))));
    s2.stream.append(batch("b"));
    after(2_999);
    assertThat(exists()).isTrue();
    after(1 + MIN_AGE + SLACK);
    assertThat(exists()).isFalse();
  }

  @Test
  void entries_ofADeletedStream_doNotTouchItsSuccessor() {
    after(AGE + MIN_AGE + SLACK - 1);
    s2.basin.deleteStream(Fixture.STREAM);
    s2.basin.createStream(Fixture.STREAM, CONFIG);
    after(1);
    assertThat(exists()).isTrue();
    after(AGE + MIN_AGE + SLACK - 1);
    assertThat(exists()).isFalse();
  }

  /// The look finds the stream empty; before it is decided an append takes its place.
  @Test
  void stream_writtenWhileItIsBeingLookedAt_stays() {
    var key = new StreamKey(Fixture.BASIN, Fixture.STREAM);
    ActiveStreams.Lease lease =
        s2.store.engine().acquire(key, Engine.Creates.NEVER, StreamConfig.UNSET);
    StreamState seen = lease.stream().durable();
    s2.append("a");
    s2.store.engine().catalog().deleteUntouched(lease, seen, config -> true);
    assertThat(Fixture.everything(s2.stream)).containsExactly("a");
  }

  @Test
  void stream_whoseConfigurationChangesWhileItIsBeingLookedAt_stays() {
    var key = new StreamKey(Fixture.BASIN, Fixture.STREAM);
    ActiveStreams.Lease lease =
        s2.store.engine().acquire(key, Engine.Creates.NEVER, StreamConfig.UNSET);
    StreamState seen = lease.stream().durable();
    s2.store
        .engine()
        .catalog()
        .deleteUntouched(
            lease, seen, config -> config.deleteOnEmptyMinAgeSecs().orElseThrow() != MIN_AGE);
    assertThat(exists()).isTrue();
  }

  private void change(StreamReconfiguration change) {
    s2.basin.reconfigureStream(Fixture.STREAM, change);
  }

  private void after(int seconds) {
    s2.time.advance(Duration.ofSeconds(seconds));
    s2.doWhatIsDue();
  }

  private boolean exists() {
    return !s2.basin.listStreams(ListRequest.ALL).items().isEmpty();
  }
}
