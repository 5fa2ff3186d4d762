package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The steps of `docs/migration.md`: a basin that the original's documented proxy wrote is served
/// by Weir from then on.
@ExtendWith(Interop.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MigrationTest {
  private static final String BASIN = "livestore";
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;

  @TempDir private Path directory;

  @Test
  void aHealthyStore_isFoundAndGoesOn(Weir s2, Node node, Clients clients, String storeId) {
    migrate(s2, node, clients, storeId, "distinct");
    Eventlog.read(s2, storeId).assertOneUnbrokenChain();
  }

  /// The original cuts a store's id after 100 characters to name its stream.
  @Test
  void aStoreOfALongName_isFoundUnderTheOriginalsNaming_andOthersAreRefusedIt(
      Weir s2, Node node, Clients clients, String storeId) {
    var id = storeId + "x".repeat(100);
    migrate(s2, node, clients, id, "original");
    var log = Eventlog.read(s2, id.substring(0, 100));
    log.assertOneUnbrokenChain();
    try (var weir = Weir.inFrontOf(s2, "--stream-naming", "original")) {
      assertThat(Eventlog.push(weir, id + "y", "other", 13, List.of("intruder")))
          .isEqualTo(FORBIDDEN);
      assertThat(Eventlog.push(weir, id, "ours", 13, List.of("ours"))).isEqualTo(OK);
    }
    assertThat(Eventlog.read(s2, id.substring(0, 100)).ids()).isEqualTo(with(log.ids(), "ours"));
  }

  private void migrate(Weir s2, Node node, Clients clients, String storeId, String naming) {
    var before = Commit.of("before", 8).perSecond(5).atMostUnconfirmed(1);
    var after = Commit.of("after", 5);
    try (var original = OriginalProxy.inFrontOf(s2, BASIN, node)) {
      var ann = clients.storeOnDisk("ann", original.endpoint(), storeId, directory);
      ann.commit(before);
      ann.awaitConfirmed(before.ids());
      ann.close();
    }
    try (var weir = Weir.inFrontOf(s2, "--stream-naming", naming)) {
      var ann = clients.storeOnDisk("ann", weir.endpoint(), storeId, directory);
      ann.commit(after);
      ann.awaitConfirmed(after.ids());
      var late = clients.store("late", weir.endpoint(), storeId);
      late.awaitConfirmed(
          Stream.of(before, after).flatMap(commit -> commit.ids().stream()).toList());
      assertThat(late.look().rows()).hasSize(13).isEqualTo(ann.look().rows());
      ann.close();
      late.close();
    }
  }

  /// A proxy that appends whatever comes puts competing, doubled and stray events into a stream.
  @Test
  void aCorruptedStore_isServedAsTheChainItHolds(
      Weir s2, Node node, Clients clients, String storeId) {
    var before = Commit.of("ann", 3).perSecond(5).atMostUnconfirmed(1);
    var after = Commit.of("after", 4);
    var chain = Stream.of(before, after).flatMap(commit -> commit.ids().stream()).toList();
    var annsDisk = directory.resolve("ann");
    var cleosDisk = directory.resolve("cleo");
    try (var original = OriginalProxy.inFrontOf(s2, BASIN, node)) {
      var ann = clients.storeOnDisk("ann", original.endpoint(), storeId, annsDisk);
      ann.commit(before);
      ann.awaitConfirmed(before.ids());
      ann.close();
      // An event whose parents another writer never got stored.
      append(original, storeId, 5, "stray");
      var cleo = clients.storeOnDisk("cleo", original.endpoint(), storeId, cleosDisk);
      cleo.awaitConfirmed(with(before.ids(), "stray"));
      cleo.close();
      // A writer that had not seen the others, and its repeat after a lost answer.
      append(original, storeId, 0, "loser");
      append(original, storeId, 0, "loser");
    }
    assertThat(Eventlog.read(s2, storeId).entries()).hasSize(6);

    try (var weir = Weir.inFrontOf(s2)) {
      // A client that saw the chain and nothing else only has to be opened again.
      var ann = clients.storeOnDisk("ann", weir.endpoint(), storeId, annsDisk);
      ann.commit(after);
      ann.awaitConfirmed(after.ids());
      var late = clients.store("late", weir.endpoint(), storeId);
      late.awaitConfirmed(chain);
      var canonical = late.look().rows();
      assertThat(canonical).hasSize(7).isEqualTo(ann.look().rows());

      // One that took a stray event for e6 gets what follows e6, and stays different without a
      // word.
      var cleo = clients.storeOnDisk("cleo", weir.endpoint(), storeId, cleosDisk);
      cleo.awaitConfirmed(List.of("after-00003"));
      assertThat(cleo.look().rows()).hasSize(5).anyMatch(row -> row.startsWith("stray "));
      cleo.close();

      // Without its local data it is as good as new.
      var cleared = clients.storeOnDisk("cleo", weir.endpoint(), storeId, directory.resolve("new"));
      cleared.awaitConfirmed(chain);
      assertThat(cleared.look().rows()).isEqualTo(canonical);
    }
  }

  private static void append(OriginalProxy original, String storeId, int head, String id) {
    assertThat(Eventlog.push(original.endpoint(), storeId, "ben", head, List.of(id)))
        .as("the original's proxy takes whatever comes")
        .isEqualTo(OK);
  }

  private static List<String> with(List<String> ids, String more) {
    return Stream.concat(ids.stream(), Stream.of(more)).toList();
  }
}
