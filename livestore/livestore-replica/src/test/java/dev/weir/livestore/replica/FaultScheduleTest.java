package dev.weir.livestore.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.PulledEvent;
import dev.weir.livestore.sync.backend.PushRejectedException;
import dev.weir.livestore.sync.backend.SyncBackend;
import dev.weir.livestore.sync.backend.SyncException;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.RetryPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Backends and replicas in front of a real proxy, over HTTP, while what is drawn from a seed
/// befalls their requests: cuts, losses, silence, and answers of every wrong kind. However it goes,
/// nothing hangs, and no event is lost, doubled or out of order.
///
/// One schedule is run again with `-Dweir.fault.seed=N`, more of them with
/// `-Dweir.fault.schedules=N`.
@Timeout(300)
class FaultScheduleTest {
  private static final int SCHEDULES = Integer.getInteger("weir.fault.schedules", 30);
  private static final int AT_ONCE = 12;
  private static final long LONGEST_SECONDS = 60;
  private static final int EVENTS = 24;
  private static final RetryPolicy STUBBORN =
      new RetryPolicy(1_000, Duration.ofMillis(1), Duration.ofMillis(20));
  private static final RetryPolicy FEW =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5));

  private interface Schedule {
    /// @return how many faults befell it
    int run(RealProxy proxy, long seed) throws Exception;
  }

  @Test
  void backends_overAnySchedule_storeAndDeliverEachEventOnce() throws Exception {
    runAll(FaultScheduleTest::writeAndFollow);
  }

  @Test
  void replicas_overAnySchedule_convergeOnOneLog() throws Exception {
    runAll(FaultScheduleTest::converge);
  }

  private static void runAll(Schedule schedule) throws Exception {
    Long only = Long.getLong("weir.fault.seed");
    var seeds =
        only == null
            ? IntStream.range(0, SCHEDULES).mapToLong(i -> i).toArray()
            : new long[] {only};
    int faults = 0;
    var runs = new ArrayList<Future<Integer>>();
    var threads = Executors.newFixedThreadPool(AT_ONCE);
    try (var proxy = new RealProxy()) {
      for (long seed : seeds) {
        runs.add(threads.submit(() -> runOne(schedule, proxy, seed)));
      }
      for (var run : runs) {
        faults += run.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(faults).as("faults").isGreaterThan(seeds.length);
  }

  private static int runOne(Schedule schedule, RealProxy proxy, long seed) throws Exception {
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> run = thread.submit(() -> schedule.run(proxy, seed));
      try {
        return run.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        run.cancel(true);
        throw new AssertionError("seed " + seed + " hangs", e);
      } catch (ExecutionException e) {
        throw new AssertionError("seed " + seed + ": " + e.getCause(), e.getCause());
      }
    }
  }

  private static S2SyncBackend backend(String url, long seed) {
    return S2SyncBackend.open(
        S2SyncBackendConfig.at(url, "store-" + seed)
            .withPing(PingPolicy.OFF)
            .withRetry(STUBBORN, FEW, FEW)
            .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1))
            .withMaxPageBytes(WrongAnswers.MAX_PAGE_BYTES));
  }

  private static int writeAndFollow(RealProxy proxy, long seed) throws Exception {
    List<EncodedEvent> chain = chain();
    try (var line = new BadLine(proxy.url(), seed);
        var writer = backend(line.url(), seed);
        var reader = backend(line.url(), seed);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var followed = threads.submit(() -> follow(reader, chain.size()));
      pushAll(writer, chain, new Random(seed));
      assertThat(readOnce(reader)).isEqualTo(chain);
      assertThat(followed.get()).isEqualTo(chain);
      try (var straight = backend(proxy.url(), seed)) {
        assertThat(readOnce(straight)).isEqualTo(chain);
      }
      return line.faults();
    }
  }

  private static List<EncodedEvent> chain() {
    return IntStream.rangeClosed(1, EVENTS)
        .mapToObj(n ->
            EncodedEvent.of(
                "v1.Said", "\"" + n + "\"", Given.number(n), Given.number(n - 1), "client", "s"))
        .toList();
  }

  /// As a client does that hears nothing else of what became of a push: again, until it is taken.
  private static void pushAll(SyncBackend backend, List<EncodedEvent> chain, Random random)
      throws InterruptedException {
    for (int from = 0; from < chain.size(); ) {
      int to = Math.min(chain.size(), from + 1 + random.nextInt(4));
      while (!isTaken(backend, chain.subList(from, to))) {
        // Once more: the line becomes good some time.
      }
      from = to;
    }
  }

  private static boolean isTaken(SyncBackend backend, List<EncodedEvent> batch)
      throws InterruptedException {
    try {
      return backend.push(batch) instanceof PushResult.Accepted;
    } catch (SyncException e) {
      return false;
    }
  }

  private static List<EncodedEvent> follow(SyncBackend backend, int count)
      throws InterruptedException {
    var seen = new ArrayList<EncodedEvent>();
    Optional<PullCursor> cursor = Optional.empty();
    while (seen.size() < count) {
      try (Pull pull = backend.pull(cursor, PullMode.LIVE)) {
        while (seen.size() < count) {
          for (PulledEvent pulled : pull.next().orElseThrow().events()) {
            seen.add(pulled.event());
            cursor = Optional.of(pulled.cursor());
          }
        }
      } catch (SyncException e) {
        // A wrong answer ends a pull; the next one goes on behind what came.
      }
    }
    return seen;
  }

  private static List<EncodedEvent> readOnce(SyncBackend backend) throws InterruptedException {
    while (true) {
      var seen = new ArrayList<EncodedEvent>();
      try (Pull pull = backend.pull(Optional.empty(), PullMode.ONCE)) {
        for (Optional<PullPage> page = pull.next(); page.isPresent(); page = pull.next()) {
          page.get().events().forEach(pulled -> seen.add(pulled.event()));
        }
        return seen;
      } catch (SyncException e) {
        // It says that this is not all.
      }
    }
  }

  private static int converge(RealProxy proxy, long seed) throws Exception {
    try (var line = new BadLine(proxy.url(), seed);
        var otherLine = new BadLine(proxy.url(), ~seed * 31);
        var first = backend(line.url(), seed);
        var second = backend(otherLine.url(), seed);
        var a = new Replica("a", first);
        var b = new Replica("b", second);
        var straight = backend(proxy.url(), seed)) {
      for (int i = 0; i < EVENTS / 2; i++) {
        a.commit(i);
        b.commit(i);
      }
      a.awaitSynced();
      b.awaitSynced();
      List<EncodedEvent> stored = readOnce(straight);
      assertThat(Given.args(stored)).hasSize(EVENTS).doesNotHaveDuplicates();
      a.assertHas(stored);
      b.assertHas(stored);
      return line.faults() + otherLine.faults();
    }
  }

  private static final class Replica implements EventLogListener, AutoCloseable {
    private final String name;
    private final EventLog log;

    Replica(String name, SyncBackend backend) {
      this.name = name;
      this.log = EventLog.open(Given.inMemory().withMaxPushEvents(3).withListener(this), backend);
    }

    /// Whoever refuses is not the proxy, and has no say.
    @Override
    public void rejected(EncodedEvent event, PushRejectedException cause) {
      try {
        log.retryRejected();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void commit(int i) throws InterruptedException {
      var unused = log.commit(Given.event(name + "-" + i));
    }

    void awaitSynced() throws InterruptedException {
      assertThat(log.awaitSynced(Duration.ofSeconds(LONGEST_SECONDS)))
          .as("%s", log.status())
          .isTrue();
    }

    void assertHas(List<EncodedEvent> stored) throws Exception {
      EventSeqNum head = stored.getLast().seqNum();
      try (var last = log.subscribe("last", page -> {})) {
        assertThat(last.await(head, Given.PATIENCE)).as("%s", log.status()).isTrue();
      }
      assertThat(Given.confirmed(log)).isEqualTo(stored);
      var ours = Given.args(stored).stream().filter(args -> args.startsWith("\"" + name)).toList();
      assertThat(ours)
          .isEqualTo(
              IntStream.range(0, EVENTS / 2).mapToObj(i -> "\"" + name + "-" + i + "\"").toList());
      assertThat(log.pending()).isEmpty();
    }

    @Override
    public void close() {
      log.close();
    }
  }
}
