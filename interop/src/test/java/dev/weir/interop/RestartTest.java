package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Clients and Weir come and go; what was acknowledged stays, and what waited is sent.
@ExtendWith(Interop.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartTest {
  @Test
  void eventsCommittedWhileWeirWasDown_areSentByTheReopenedClient(
      @TempDir Path directory, Clients clients, String storeId) {
    var before = Commit.of("before", 10);
    var offline = Commit.of("offline", 5);
    var both = Stream.of(before, offline).flatMap(commit -> commit.ids().stream()).toList();
    var data = directory.resolve("weir");
    var disk = directory.resolve("client");

    String unreachable;
    try (var weir = Weir.start(data)) {
      unreachable = weir.endpoint();
      var first = clients.storeOnDisk("alice", weir.endpoint(), storeId, disk);
      first.commit(before);
      first.awaitConfirmed(before.ids());
      first.close();
    }
    var second = clients.storeOnDisk("alice", unreachable, storeId, disk);
    assertThat(second.rowsAtOpening()).isEqualTo(10);
    second.commit(offline);
    second.awaitPending(5);
    second.close();

    try (var weir = Weir.start(data)) {
      var third = clients.storeOnDisk("alice", weir.endpoint(), storeId, disk);
      assertThat(third.rowsAtOpening()).isEqualTo(15);
      third.awaitPending(0);
      assertThat(third.look().head()).isEqualTo(15);
      third.close();
      var log = Eventlog.read(weir, storeId);
      log.assertOneUnbrokenChain();
      assertThat(log.ids()).isEqualTo(both);
    }
  }

  @Test
  void acknowledgedEvents_afterWeirWasKilled_areAllThere(
      @TempDir Path directory, Clients clients, String storeId) {
    var before = Commit.of("before", 30).perSecond(100);
    var after = Commit.of("after", 10);
    var both = Stream.of(before, after).flatMap(commit -> commit.ids().stream()).toList();
    var data = directory.resolve("weir");
    var disk = directory.resolve("client");

    try (var weir = Weir.start(data)) {
      var first = clients.storeOnDisk("alice", weir.endpoint(), storeId, disk);
      first.commit(before);
      first.awaitConfirmed(before.ids());
      weir.kill();
      first.close();
    }
    try (var weir = Weir.start(data)) {
      assertThat(Eventlog.read(weir, storeId).ids()).isEqualTo(before.ids());
      var second = clients.storeOnDisk("alice", weir.endpoint(), storeId, disk);
      second.commit(after);
      second.awaitConfirmed(after.ids());
      var late = clients.store("late", weir.endpoint(), storeId);
      late.awaitConfirmed(both);
      Eventlog.read(weir, storeId).assertOneUnbrokenChain();
      assertThat(late.look().rows()).isEqualTo(second.look().rows());
    }
  }
}
