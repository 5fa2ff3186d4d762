package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A change that cannot be decided fails alone; one that fails half-way stops all writing.
class MetadataChangeTest {
  private final MemoryStorage storage = new MemoryStorage();
  private final CountDownLatch reopened = new CountDownLatch(1);
  private final Committer committer =
      new Committer(
          storage, 1 << 20, new StorageRoom(storage, new ManualTime(), 0), S2LiteListener.NONE);

  @Test
  void change_whoseDecoderFails_failsAloneAndWritingGoesOn() {
    committer.start(reopened::countDown);
    assertThatThrownBy(() ->
            committer.change(
                "a change",
                staging -> {
                  throw new IllegalArgumentException("no such code");
                }))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("no such code");
    assertThat(committer.failure()).isEmpty();
    assertThat(committer.<Integer>change("another", staging -> 7)).isEqualTo(7);
    committer.close();
  }

  @Test
  void change_thatFailsHalfWay_commitsNothingAndHasTheStorageReadAnew() throws Exception {
    committer.start(reopened::countDown);
    byte[] key = {'x'};
    assertThatThrownBy(() ->
            committer.change(
                "a change",
                staging -> {
                  staging.put(key, key);
                  throw new IllegalArgumentException("half-way");
                }))
        .isInstanceOf(RequestRejectedException.class);
    assertThat(reopened.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(storage.get(key)).isEmpty();
    assertThat(committer.epoch()).isEqualTo(1);
    committer.close();
  }

  @Test
  void create_overAnUnreadableStreamRow_failsAloneAndAppendsGoOn(@TempDir Path directory)
      throws Exception {
    try (var s2 = new Fixture(StoreKind.MEMORY, directory).withStream()) {
      byte[] key = Keys.stream(new StreamKey(Fixture.BASIN, Fixture.STREAM));
      byte[] row = s2.beneath().get(key).orElseThrow();
      s2.append("a");
      var damage = new Mutations();
      damage.put(key, Arrays.copyOf(row, row.length - 1));
      s2.beneath().commit(damage);
      assertThatThrownBy(() -> s2.basin.ensureStream(Fixture.STREAM, StreamConfig.UNSET))
          .isInstanceOf(RequestRejectedException.class);
      s2.append("b");
      assertThat(s2.store.isHealthy()).isTrue();
    }
  }
}
