package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.awaitHealthy;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.s2.AppendInput;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real file system of 64 MiB that fills up under a store, and is given room again.
@Timeout(120)
class FullDiskTest {
  private static final int DISK_MIB = 64;
  private static final int BALLAST_MIB = 40;
  private static final String FILLER = "-".repeat(128 * 1024);

  private final Semaphore recoveries = new Semaphore(0);
  private final List<String> acked = new ArrayList<>();
  private Optional<SmallDisk> disk = Optional.empty();

  @BeforeEach
  void mount(@TempDir Path parent) throws Exception {
    disk = SmallDisk.mount(parent.resolve("small"), DISK_MIB);
    Assumptions.assumeTrue(disk.isPresent());
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk.isPresent()) {
      disk.get().unmount();
    }
  }

  @Test
  void append_onADiskThatFillsUpAndIsGivenRoom_goesOnAndLosesNothing() throws Exception {
    disk.orElseThrow().putBallast(BALLAST_MIB);
    try (S2Lite store = open(0)) {
      S2Stream stream = create(store);
      RequestRejectedException full = appendUntilRefused(stream);
      assertThat(full.code()).isEqualTo(ErrorCode.STORAGE);
      assertThat(full).hasMessageContaining("No space left").hasMessageContaining("try again");
      assertThat(store.isHealthy()).isFalse();
      assertThat(everything(stream)).as("reads go on").containsExactlyElementsOf(acked);
      assertThat(
              catchThrowable(() ->
                  store.basin(Fixture.BASIN).createStream(new StreamName("b"), StreamConfig.UNSET)))
          .isInstanceOf(RequestRejectedException.class);

      disk.orElseThrow().removeBallast();
      assertThat(recoveries.tryAcquire(30, TimeUnit.SECONDS)).as("recovered in time").isTrue();
      append(stream, "behind");
      assertThat(store.failure()).isEmpty();
      assertAckedInOrder(everything(stream));
    }
    try (S2Lite store = open(0)) {
      assertAckedInOrder(everything(store.basin(Fixture.BASIN).stream(Fixture.STREAM)));
    }
  }

  @Test
  void append_intoTheReserve_isRefusedWhileThereIsStillRoomToTrim() throws Exception {
    disk.orElseThrow().putBallast(BALLAST_MIB);
    long reserve = 8L * 1024 * 1024;
    try (S2Lite store = open(reserve)) {
      S2Stream stream = create(store);
      RequestRejectedException refused = appendUntilRefused(stream);
      assertThat(refused).hasMessageContaining("kept in reserve");
      assertThat(disk.orElseThrow().directory().toFile().getUsableSpace()).isPositive();
      stream.append(AppendInput.of(new Command.Trim(1).toRecord()));

      disk.orElseThrow().removeBallast();
      awaitHealthy(store);
      append(stream, "behind");
      assertThat(recoveries.availablePermits()).as("no write failed").isZero();
    }
  }

  private S2Lite open(long reserve) {
    return S2Lite.open(
        disk.orElseThrow().directory().resolve("data"),
        S2LiteOptions.DEFAULT
            .withDiskReserveBytes(reserve)
            .withListener(
                new S2LiteListener() {
                  @Override
                  public void recovered(long nanos) {
                    recoveries.release();
                  }
                }));
  }

  private static S2Stream create(S2Lite store) {
    store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
    store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
    return store.basin(Fixture.BASIN).stream(Fixture.STREAM);
  }

  private RequestRejectedException appendUntilRefused(S2Stream stream) {
    try {
      for (int i = 0; i < 8 * DISK_MIB; i++) {
        append(stream, i + FILLER);
      }
      throw new AssertionError("the disk never got full");
    } catch (RequestRejectedException e) {
      return e;
    }
  }

  private void append(S2Stream stream, String body) {
    stream.append(batch(body));
    acked.add(body);
  }

  /// What was refused may be there all the same: it is at most one batch, behind all before it.
  private void assertAckedInOrder(List<String> found) {
    var unacked = new ArrayList<>(found);
    unacked.removeAll(acked);
    assertThat(unacked).hasSizeLessThanOrEqualTo(1);
    var others = new ArrayList<>(found);
    others.removeAll(unacked);
    assertThat(others).containsExactlyElementsOf(acked);
  }
}
