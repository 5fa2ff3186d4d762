package dev.weir.livestore.replica;

import static dev.weir.livestore.replica.Given.PATIENCE;
import static dev.weir.livestore.replica.Given.confirmed;
import static dev.weir.livestore.replica.Given.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replicas that share a store behind a real proxy, over HTTP.
class RealProxyTest {
  private static final int EVENTS = 300;

  @TempDir private Path directory;

  @Test
  void replicasWritingAtOnce_overABadLine_convergeOnOneLog() throws Exception {
    long seed = Long.getLong("weir.seed", 1);
    var random = new Random(seed);
    try (var proxy = new RealProxy();
        var first = proxy.backend();
        var second = proxy.backend();
        var third = proxy.backend();
        var a = open("a", new FaultyBackend(first, new Random(random.nextLong()), 0.1));
        var b = open("b", new FaultyBackend(second, new Random(random.nextLong()), 0.1));
        var c = open("c", new FaultyBackend(third, new Random(random.nextLong()), 0.1))) {
      var logs = List.of(a, b, c);
      commitFromAll(logs);
      for (EventLog log : logs) {
        assertThat(log.awaitSynced(PATIENCE)).as("seed %d: %s", seed, log.status()).isTrue();
      }
      var stored = proxy.events();
      assertThat(stored).as("seed %d", seed).hasSize(3 * EVENTS);
      assertThat(Given.args(stored)).as("seed %d", seed).doesNotHaveDuplicates();
      for (EventLog log : logs) {
        log.subscribe("last", page -> {}).await(stored.getLast().seqNum(), PATIENCE);
        assertThat(confirmed(log)).as("seed %d", seed).isEqualTo(stored);
      }
    }
  }

  private EventLog open(String name, FaultyBackend backend) {
    return EventLog.open(Given.onDisk(directory.resolve(name + ".db")), backend);
  }

  private static void commitFromAll(List<EventLog> logs) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (EventLog log : logs) {
      threads.add(Thread.ofVirtual().start(() -> commitAll(log)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void commitAll(EventLog log) {
    try {
      for (int i = 0; i < EVENTS; i++) {
        var commit = log.commit(event(log.clientId() + "-" + i));
        if (i % 20 == 0) {
          commit.durable().join();
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
