package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Weir is replaced again and again while clients write and read. A stock client that is refused
/// three times in a row never comes back, and a store of these tests ends if its sync fails: that
/// all have everything in the end shows that none was.
@EnabledOnOs(OS.LINUX)
@ExtendWith(Interop.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandoverTest {
  private static final int TIMES = 3;
  private static final int EVENTS = 150;
  private static final Path KEEPER = Path.of("../weir-app/src/test/resources/keeper.py");

  /// Brings the next Weir.
  private interface Replacement {
    Weir replace(Weir before);
  }

  /// A client and what it writes.
  private record Writer(Client client, Commit commit, String storeId) {}

  @Test
  void clients_whileWeirIsTakenOverFromThreeTimes_syncOn(
      @TempDir Path directory, Clients clients, String storeId) throws IOException {
    int port = freePort();
    var weir = Weir.takeOver(directory, port);
    var writers = new ArrayList<>(queues(clients, weir, storeId + "-queues"));
    writers.add(store(clients, weir, storeId));
    writeDuring(
        weir,
        clients,
        writers,
        before -> {
          var next = Weir.takeOver(directory, port);
          before.awaitHandedOver();
          return next;
        });
  }

  @Test
  void clients_whileWeirIsRestartedBehindASocketThatIsKept_syncOn(
      @TempDir Path directory, Clients clients, String storeId) throws IOException {
    var weir = kept(directory);
    var writers = new ArrayList<>(queues(clients, weir, storeId + "-queues"));
    writers.add(store(clients, weir, storeId));
    writeDuring(
        weir,
        clients,
        writers,
        kept -> {
          kept.endKept(false);
          return kept;
        });
  }

  /// A killed Weir breaks off the answers under way, which a store bears and a bare queue does not.
  @Test
  void stores_whileWeirIsKilledBehindASocketThatIsKept_syncOn(
      @TempDir Path directory, Clients clients, String storeId) throws IOException {
    var weir = kept(directory);
    writeDuring(
        weir,
        clients,
        List.of(store(clients, weir, storeId)),
        kept -> {
          kept.endKept(true);
          return kept;
        });
  }

  private static Writer store(Clients clients, Weir weir, String storeId) {
    var alice = clients.store("alice", weir.endpoint(), storeId);
    return new Writer(alice, Commit.of("alice", EVENTS).perSecond(10), storeId);
  }

  /// Two that write to one store, and faster than a store can.
  private static List<Writer> queues(Clients clients, Weir weir, String storeId) {
    return Stream.of("carol", "dave")
        .map(name ->
            new Writer(
                clients.queue(name, weir.endpoint(), storeId),
                Commit.of(name, EVENTS).perSecond(10),
                storeId))
        .toList();
  }

  private static Weir kept(Path directory) throws IOException {
    var python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "python3 keeps the socket");
    var keeper = List.of(python.toString(), KEEPER.toString(), String.valueOf(freePort()));
    return Weir.keptBy(keeper, directory);
  }

  /// The last writer's store is also read by a client that only reads.
  private static void writeDuring(
      Weir first, Clients clients, List<Writer> writers, Replacement replacement) {
    var weir = first;
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      var last = writers.getLast();
      var reader = clients.store("reader", weir.endpoint(), last.storeId());
      var writing =
          writers.stream()
              .map(writer -> tasks.submit(() -> writer.client().commit(writer.commit())))
              .toList();
      for (int i = 1; i <= TIMES; i++) {
        awaitEvents(weir, last.storeId(), i * EVENTS / (TIMES + 2));
        weir = replacement.replace(weir);
      }
      for (var task : writing) {
        task.get();
      }
      reader.awaitConfirmed(last.commit().ids());
      for (var writer : writers) {
        assertComplete(weir, writer, writers);
      }
      assertThat(reader.look().rows()).isEqualTo(last.client().look().rows()).hasSize(EVENTS);
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("a client did not get through", e);
    } finally {
      weir.close();
    }
  }

  /// Each writer has what was written to its store, and the store has it in one chain, once.
  private static void assertComplete(Weir weir, Writer writer, List<Writer> writers) {
    var all =
        writers.stream()
            .filter(other -> other.storeId().equals(writer.storeId()))
            .flatMap(other -> other.commit().ids().stream())
            .toList();
    writer.client().awaitConfirmed(all);
    var log = Eventlog.read(weir, writer.storeId());
    log.assertOneUnbrokenChain();
    assertThat(log.ids()).containsExactlyInAnyOrderElementsOf(all);
  }

  /// Each look is a request; the test's timeout is the deadline.
  private static void awaitEvents(Weir weir, String storeId, int count) {
    int seen = 0;
    while (seen < count) {
      seen = Eventlog.read(weir, storeId).entries().size();
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
