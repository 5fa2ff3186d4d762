package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a store with one writer can rely on.
@ExtendWith(Interop.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneWriterTest {
  /// Each page that arrives makes the client drop its push in flight and send the unconfirmed
  /// events again, so at this rate a proxy that appends whatever it is sent stores some of them
  /// twice.
  @Test
  void hundredCommits_atFiftyASecond_areConfirmedAndStoredOnce(
      Weir weir, Clients clients, String storeId) {
    var alice = clients.store("alice", weir.endpoint(), storeId);
    var commit = Commit.of("a", 100).perSecond(50);
    alice.commit(commit);
    alice.awaitConfirmed(commit.ids());

    var view = alice.look();
    assertThat(view.confirmed()).isEqualTo(commit.ids());
    assertThat(view.rows()).hasSize(100);
    assertThat(view.applied()).isEqualTo(100);
    var log = Eventlog.read(weir, storeId);
    log.assertOneUnbrokenChain();
    assertThat(log.ids()).isEqualTo(commit.ids());
  }

  @Test
  void aCommit_whileAnotherClientFollows_isDeliveredToItLive(
      Weir weir, Clients clients, String storeId) {
    var alice = clients.store("alice", weir.endpoint(), storeId);
    var bob = clients.store("bob", weir.endpoint(), storeId);
    for (var i = 0; i < 5; i++) {
      var commit = Commit.of("live" + i, 1);
      alice.commit(commit);
      bob.awaitConfirmed(commit.ids());
    }
    alice.awaitConfirmed(List.of("live4-00000"));
    assertThat(bob.look().rows()).hasSize(5).isEqualTo(alice.look().rows());
  }

  @Test
  void aStore_withSplitEndpoints_syncsBothWays(Weir weir, Clients clients, String storeId) {
    var alice = clients.store("alice", weir.splitEndpoint(), storeId);
    var bob = clients.store("bob", weir.endpoint(), storeId);
    var fromAlice = Commit.of("a", 3);
    alice.commit(fromAlice);
    bob.awaitConfirmed(fromAlice.ids());
    var fromBob = Commit.of("b", 3);
    bob.commit(fromBob);
    alice.awaitConfirmed(fromBob.ids());

    Eventlog.read(weir, storeId).assertOneUnbrokenChain();
  }

  @Test
  void aClientThatJoinsLate_seesEverything(Weir weir, Clients clients, String storeId) {
    var alice = clients.store("alice", weir.endpoint(), storeId);
    var commit = Commit.of("a", 40).perSecond(100);
    alice.commit(commit);
    alice.awaitConfirmed(commit.ids());
    var here = alice.look();
    alice.close();

    var late = clients.store("late", weir.endpoint(), storeId);
    late.awaitConfirmed(commit.ids());
    assertThat(late.look().rows()).isEqualTo(here.rows());
  }

  @Test
  void theStream_readThroughTheS2Api_holdsTheEventsInOrderAndByTheirAuthors(
      Weir weir, Clients clients, String storeId) {
    var alice = clients.store("alice", weir.endpoint(), storeId);
    var bob = clients.store("bob", weir.endpoint(), storeId);
    var first = Commit.of("a", 2);
    alice.commit(first);
    bob.awaitConfirmed(first.ids());
    var second = Commit.of("b", 1);
    bob.commit(second);
    bob.awaitConfirmed(second.ids());

    assertThat(Eventlog.read(weir, storeId).entries())
        .containsExactly(
            new Eventlog.Entry(0, 1, 0, "alice", "a-00000"),
            new Eventlog.Entry(1, 2, 1, "alice", "a-00001"),
            new Eventlog.Entry(2, 3, 2, "bob", "b-00000"));
  }
}
