package dev.weir.livestore.replica;

import static dev.weir.livestore.replica.Given.PATIENCE;
import static dev.weir.livestore.replica.Given.confirmed;
import static dev.weir.livestore.replica.Given.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real file system with no room left.
class FullDiskTest {
  @TempDir private Path directory;
  private Optional<SmallDisk> disk = Optional.empty();
  private final SharedLog shared = new SharedLog();

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.mount(directory.resolve("small"), 40);
    assumeTrue(disk.isPresent());
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk.isPresent()) {
      disk.get().unmount();
    }
  }

  private EventLogConfig config() {
    return Given.onDisk(disk.orElseThrow().directory().resolve("replica.db"));
  }

  @Test
  void commit_onFullDisk_failsAndStoresNothing_andWorksWhenThereIsRoom() throws Exception {
    var backend = FaultyBackend.reliable(shared.backend());
    backend.setOffline(true);
    var durable = new ArrayList<String>();
    disk.orElseThrow().putBallast(36);
    try (var log = EventLog.open(config(), backend)) {
      ReplicaStorageException failure = commitUntilFull(log, durable);
      assertThat(failure.isFull()).isTrue();
      assertThat(failure).hasMessageContaining("make room");
      assertThat(log.status().lastError()).isPresent();
      assertThat(log.status().state()).isEqualTo(new ReplicaState.Running());

      disk.orElseThrow().removeBallast();
      log.commit(event("after")).durable().get(20, TimeUnit.SECONDS);
      durable.add("\"after\"");
      backend.setOffline(false);
      assertThat(log.awaitSynced(PATIENCE)).as("%s", log.status()).isTrue();
      assertThat(shared.args()).isEqualTo(durable);
      assertThat(log.status().lastError()).isEmpty();
    }
  }

  private static ReplicaStorageException commitUntilFull(EventLog log, List<String> durable)
      throws Exception {
    for (int i = 0; i < 1_000; i++) {
      NewEvent event = event(i + "-" + "x".repeat(20_000));
      try {
        log.commit(event).durable().get(20, TimeUnit.SECONDS);
        durable.add(event.argsJson());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof ReplicaStorageException failure) {
          return failure;
        }
        throw e;
      }
    }
    throw new AssertionError("the disk never filled up");
  }

  @Test
  void pull_onFullDisk_isTakenUpWhenThereIsRoom() throws Exception {
    shared.withPageSize(10);
    disk.orElseThrow().putBallast(36);
    try (var log = EventLog.open(config(), shared.backend())) {
      for (int i = 0; i < 400; i++) {
        shared.appendOther("\"" + i + "-" + "x".repeat(20_000) + "\"");
      }
      var progress = log.subscribe("mine", page -> {});
      assertThat(progress.await(shared.events().getLast().seqNum(), Duration.ZERO)).isFalse();
      awaitFull(log);

      disk.orElseThrow().removeBallast();
      assertThat(log.awaitSynced(PATIENCE)).as("%s", log.status()).isTrue();
      assertThat(confirmed(log)).isEqualTo(shared.events());
    }
  }

  private static void awaitFull(EventLog log) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (log.status().lastError().isEmpty()) {
      assertThat(System.nanoTime()).as("%s", log.status()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
