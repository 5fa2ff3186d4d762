package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PulledPage;
import dev.weir.s2.SequencedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Random clients, proxies, faults and restarts over one stream; afterwards the stream is one chain
/// that holds every acknowledged event once, and every pull gives exactly that chain.
///
/// A failure names its seed. `-Dweir.fault.seed=N` runs that one again, step by step the same;
/// `-Dweir.fault.runs=N` runs more of them.
class StoreModelTest {
  private static final int RUNS = 200;
  private static final int STEPS = 60;
  private static final int AT_ONCE = 48;
  private static final int CURSORS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void anyRun_ofClientsProxiesFaultsAndRestarts_endsInOneChainWithEachAckedEventOnce()
      throws Exception {
    Map<Long, Throwable> failures = new ConcurrentSkipListMap<>();
    var room = new Semaphore(AT_ONCE);
    // Not closed, which would wait for a run that hangs: that one is reported instead.
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    Map<Long, Future<?>> runs = new TreeMap<>();
    seeds().forEach(seed -> runs.put(seed, threads.submit(() -> run(seed, room, failures))));
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Map.Entry<Long, Future<?>> run : runs.entrySet()) {
      try {
        run.getValue().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        failures.put(run.getKey(), new AssertionError("it came to no end", e));
      }
    }
    threads.shutdownNow();
    failures.values().stream()
        .findFirst()
        .ifPresent(first -> {
          throw new AssertionError(
              "seeds that failed, to be run again with -Dweir.fault.seed=N: " + failures.keySet(),
              first);
        });
  }

  private static List<Long> seeds() {
    Optional<Integer> one = Optional.ofNullable(Integer.getInteger("weir.fault.seed"));
    return one.isPresent()
        ? List.of((long) one.get())
        : LongStream.rangeClosed(1, Integer.getInteger("weir.fault.runs", RUNS)).boxed().toList();
  }

  private static void run(long seed, Semaphore room, Map<Long, Throwable> failures) {
    room.acquireUninterruptibly();
    try (var world = new ModelWorld(seed)) {
      world.run(STEPS);
      world.quiesce();
      assertOneChain(world);
      assertPulls(world);
    } catch (Throwable e) {
      failures.put(seed, e);
    } finally {
      room.release();
    }
  }

  private static void assertOneChain(ModelWorld world) {
    ModelStream stream = world.stream();
    List<String> names = stream.names();
    assertThat(names).as("each event once").doesNotHaveDuplicates();
    assertThat(missing(world.accepted(), names)).as("acknowledged, but not stored").isEmpty();
    List<Long> canonical = stream.canonical().stream().map(ModelStream.Stored::s2SeqNum).toList();
    List<Long> written =
        stream.records().stream()
            .filter(record -> !world.hasForeignWriter() || Mark.isOn(record))
            .map(SequencedRecord::seqNum)
            .toList();
    assertThat(missing(written, canonical)).as("written by proxies, but not canonical").isEmpty();
    assertThat(world.clients()).as("clients end synced").allMatch(ModelClient::isSynced);
  }

  private static <T> Set<T> missing(Collection<T> wanted, Collection<T> found) {
    var missing = new HashSet<>(wanted);
    found.forEach(missing::remove);
    return missing;
  }

  private static void assertPulls(ModelWorld world) throws InterruptedException {
    var proxies = new ArrayList<>(world.proxies());
    try (LiveStoreProxy fresh = world.newProxy()) {
      proxies.add(fresh);
      for (LiveStoreProxy proxy : proxies) {
        assertPulls(world, proxy);
      }
    }
  }

  private static void assertPulls(ModelWorld world, LiveStoreProxy proxy)
      throws InterruptedException {
    List<ModelStream.Stored> canonical = world.stream().canonical();
    assertPull(proxy, new Cursor.FromStart(), canonical);
    for (int i = 0; i < CURSORS && !canonical.isEmpty(); i++) {
      int at = canonical.size() - 1 - world.random().nextInt(Math.min(60, canonical.size()));
      assertPull(
          proxy,
          new Cursor.After(canonical.get(at).s2SeqNum()),
          canonical.subList(at + 1, canonical.size()));
    }
  }

  private static void assertPull(
      LiveStoreProxy proxy, Cursor cursor, List<ModelStream.Stored> expected)
      throws InterruptedException {
    try (var pull = RecordedPull.once(proxy, ModelWorld.STORE, cursor)) {
      List<PulledPage> pages = pull.pages();
      assertThat(events(pages)).as("after %s", cursor).isEqualTo(expected);
      assertTails(pages);
    }
  }

  private static List<ModelStream.Stored> events(List<PulledPage> pages) {
    return pages.stream()
        .flatMap(page -> page.events().stream())
        .map(pulled -> new ModelStream.Stored(pulled.metadata().s2SeqNum(), pulled.event()))
        .toList();
  }

  /// A client takes its first sync for complete as soon as a page says that nothing remains.
  private static void assertTails(List<PulledPage> pages) {
    for (int i = 0; i < pages.size(); i++) {
      boolean last = pages.get(i).pageInfo() instanceof PageInfo.NoMore;
      assertThat(last).as("page %d says that it is the last", i).isEqualTo(i == pages.size() - 1);
    }
  }
}
