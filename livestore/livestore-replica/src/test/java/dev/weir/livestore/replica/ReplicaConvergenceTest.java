package dev.weir.livestore.replica;

import static dev.weir.livestore.replica.Given.PATIENCE;
import static dev.weir.livestore.replica.Given.confirmed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.backend.SyncBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Replicas on real files that commit, crash at any write, restart, go offline, lose requests,
/// answers and pages end with one log, in which every event that was durable is once, and every
/// other at most once.
class ReplicaConvergenceTest {
  private static final int STEPS = 120;

  @TempDir private Path directory;

  static Stream<Long> seeds() {
    Long only = Long.getLong("weir.replica.seed");
    var seeds = new Random(Long.getLong("weir.seed", 1));
    return only == null ? seeds.longs(25).boxed() : Stream.of(only);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void replicasInAnyTrouble_convergeOnOneLog(long seed) throws Exception {
    var random = new Random(seed);
    var shared = new SharedLog().withPageSize(1 + random.nextInt(6));
    var nodes = new ArrayList<Node>();
    for (String name : List.of("a", "b", "c")) {
      nodes.add(
          new Node(name, directory.resolve(name + ".db"), shared, new Random(random.nextLong())));
    }
    try {
      for (int step = 0; step < STEPS; step++) {
        nodes.get(random.nextInt(nodes.size())).act();
      }
      for (Node node : nodes) {
        node.recover();
      }
      for (Node node : nodes) {
        assertThat(node.log.awaitSynced(PATIENCE)).as("%s: %s", seed, node.log.status()).isTrue();
      }
      for (Node node : nodes) {
        // The others' last events may be on their way still.
        node.log.subscribe("last", page -> {}).await(shared.events().getLast().seqNum(), PATIENCE);
        assertThat(confirmed(node.log)).as("seed %s", seed).isEqualTo(shared.events());
        node.check(shared.args());
      }
      assertChain(shared.events());
    } finally {
      nodes.forEach(node -> node.log.close());
    }
  }

  private static void assertChain(List<EncodedEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).seqNum().value()).isEqualTo(i + 1);
      assertThat(events.get(i).parentSeqNum().value()).isEqualTo(i);
    }
  }

  private static final class Node {
    private final String name;
    private final Path file;
    private final Random random;
    private final SyncBackend line;
    private final FaultyBackend backend;
    private final List<Sent> sent = new ArrayList<>();
    private EventLog log;
    private int count;

    Node(String name, Path file, SharedLog shared, Random random) {
      this.name = name;
      this.file = file;
      this.random = random;
      this.line = shared.backend();
      this.backend = new FaultyBackend(line, new Random(random.nextLong()), 0.15);
      this.log = open();
    }

    private record Sent(String args, Commit commit) {}

    private EventLog open() {
      var config = Given.onDisk(file).withMaxPushEvents(1 + random.nextInt(8));
      var journal = SqliteJournal.open(file, config.storeId());
      return EventLog.open(
          config, backend, new CrashingJournal(journal, random, 1 + random.nextInt(60)));
    }

    void act() throws Exception {
      switch (random.nextInt(12)) {
        case 0 -> restart();
        case 1 -> backend.setOffline(random.nextBoolean());
        case 2 -> awaitSomething();
        default -> commit();
      }
    }

    private void commit() throws Exception {
      var events = new ArrayList<NewEvent>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        events.add(Given.event(name + "-" + count++));
      }
      try {
        Commit commit = log.commit(events);
        events.forEach(event -> sent.add(new Sent(event.argsJson(), commit)));
        if (random.nextInt(4) == 0) {
          var unused = commit.durable().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
      } catch (ReplicaClosedException | ExecutionException e) {
        restart(); // it has crashed
      }
    }

    private void awaitSomething() throws InterruptedException {
      var unused = log.awaitConfirmed(Duration.ofMillis(random.nextInt(20)));
    }

    /// What was not stored by now is lost, as nothing is stored by closing but what was on its way.
    private void restart() {
      log.close();
      log = open();
    }

    void recover() {
      log.close();
      log = EventLog.open(Given.onDisk(file), FaultyBackend.reliable(line));
    }

    /// Every event that was said to be durable is there once, no other twice, all in order.
    void check(List<String> all) {
      String mine = "\"" + name + "-";
      List<String> stored = all.stream().filter(args -> args.startsWith(mine)).toList();
      List<String> durable =
          sent.stream().filter(each -> isDone(each.commit())).map(Sent::args).toList();
      assertThat(stored).doesNotHaveDuplicates().containsAll(durable);
      assertThat(stored).isSubsetOf(sent.stream().map(Sent::args).toList());
      assertThat(stored)
          .isSortedAccordingTo(
              Comparator.comparingInt(
                  args -> Integer.parseInt(args.substring(mine.length(), args.length() - 1))));
    }

    private static boolean isDone(Commit commit) {
      var durable = commit.durable();
      return durable.isDone() && !durable.isCompletedExceptionally();
    }
  }
}
