package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.replica.EventLogConfig;
import dev.weir.livestore.replica.NewEvent;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A replica on the JVM, stock LiveStore clients and a browser's tab that write one store at once.
@ExtendWith(Interop.class)
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JavaReplicaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long STALL_SECONDS = 3;

  @TempDir private Path directory;

  @Test
  void replicaAndStockStores_writingAtOnce_haveOneLog(Weir weir, Clients clients, String storeId)
      throws Exception {
    var ann = clients.store("ann", weir.endpoint(), storeId);
    var ben = clients.store("ben", weir.endpoint(), storeId);
    writeAtOnce(weir, storeId, ann, ben);
  }

  @Test
  void replicaAndStockStoreAndTab_writingAtOnce_haveOneLog(
      Weir weir, Clients clients, String storeId) throws Exception {
    var chromium = Chromium.orSkip("a replica and a browser's tab");
    var tab = clients.tab(chromium, "tab", weir.endpoint(), storeId);
    writeAtOnce(weir, storeId, clients.store("ann", weir.endpoint(), storeId), tab);
    tab.close();
  }

  private void writeAtOnce(Weir weir, String storeId, Client ann, Client ben) throws Exception {
    var gently = Stream.of("ann", "ben").map(JavaReplicaTest::gently).toList();
    var ours = Commit.of("java", 15);
    var all =
        Stream.concat(gently.stream(), Stream.of(ours)).flatMap(c -> c.ids().stream()).toList();
    var config = S2SyncBackendConfig.at(weir.endpoint(), storeId);
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor();
        var backend = S2SyncBackend.open(config);
        var log =
            EventLog.open(
                EventLogConfig.onDisk(storeId, directory.resolve("replica.db")), backend)) {
      for (var task :
          List.of(
              tasks.submit(() -> write(ann, gently.get(0), all)),
              tasks.submit(() -> write(ben, gently.get(1), all)),
              tasks.submit(() -> write(log, ours)))) {
        await(task, weir, storeId);
      }

      var stored = Eventlog.read(weir, storeId);
      stored.assertOneUnbrokenChain();
      assertThat(stored.ids()).containsExactlyInAnyOrderElementsOf(all);
      assertSame(log, stored);
      for (var client : List.of(ann, ben)) {
        var view = client.look();
        var order = stored.entries().stream().map(Eventlog.Entry::id).toList();
        assertThat(view.confirmed()).isEqualTo(order.subList(0, view.confirmed().size()));
        assertThat(view.confirmed()).containsAll(all);
        assertThat(view.pending()).isZero();
      }
    }
  }

  private static Commit gently(String name) {
    return Commit.of(name, 10).perSecond(4).atMostUnconfirmed(1);
  }

  private static void write(Client client, Commit commit, List<String> all) {
    client.commit(commit);
    client.awaitConfirmed(all);
  }

  /// As gently: each event of ours has the stock clients move theirs behind it.
  private static boolean write(EventLog log, Commit commit) throws Exception {
    for (String id : commit.ids()) {
      var args = "{\"id\":\"%s\",\"author\":\"java\",\"title\":\"todo\"}".formatted(id);
      log.commit(new NewEvent("v1.TodoCreated", args))
          .confirmed()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    return true;
  }

  private static void assertSame(EventLog log, Eventlog stored) throws Exception {
    var head = new EventSeqNum(stored.entries().size());
    try (var subscription = log.subscribe("all", page -> {})) {
      assertThat(subscription.await(head, PATIENCE)).as("%s", log.status()).isTrue();
    }
    var events = log.confirmedAfter(EventSeqNum.ROOT, stored.entries().size() + 1);
    assertThat(events.stream().map(EncodedEvent::seqNum).map(EventSeqNum::value))
        .isEqualTo(stored.entries().stream().map(Eventlog.Entry::eventSeqNum).toList());
    assertThat(events.stream().map(EncodedEvent::clientId))
        .isEqualTo(stored.entries().stream().map(Eventlog.Entry::clientId).toList());
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).json()).contains(stored.entries().get(i).id());
    }
    assertThat(log.status().backendHead()).isEqualTo(head);
    assertThat(log.status().localHead()).isEqualTo(head);
  }

  /// A stock store may stall until a foreign event arrives, see [ConcurrentWritersTest].
  private static void await(Future<?> task, Weir weir, String storeId) throws Exception {
    var size = 0;
    while (true) {
      try {
        task.get(STALL_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        var now = Eventlog.read(weir, storeId).entries().size();
        if (now == size) {
          Eventlog.push(weir, storeId, Eventlog.NUDGE, size, List.of("nudge-" + size));
        }
        size = now;
      }
    }
  }
}
