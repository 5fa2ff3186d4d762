package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Three clients write to one store at once: they must end equal, with nothing lost and nothing
/// doubled.
@ExtendWith(Interop.class)
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrentWritersTest {
  private static final List<String> NAMES = List.of("ann", "ben", "cleo");
  private static final long STALL_SECONDS = 3;

  /// One unconfirmed event a client at most: with several, a LiveStore 0.4.0 store loses track of
  /// its own events when a foreign one comes between, whatever the proxy does. Pressure on the
  /// proxy is the next test's business.
  @Test
  void threeStores_writingAtOnce_converge(Weir weir, Clients clients, String storeId) {
    converge(
        weir,
        storeId,
        (name, store) -> clients.store(name, weir.endpoint(), store),
        name -> Commit.of(name, 15).perSecond(10).atMostUnconfirmed(1));

    var late = clients.store("late", weir.endpoint(), storeId);
    late.awaitConfirmed(Eventlog.read(weir, storeId).ids());
    assertThat(late.look().applied()).isEqualTo(Eventlog.read(weir, storeId).entries().size());
  }

  @Test
  void threeQueues_withoutALimitOnUnconfirmedEvents_converge(
      Weir weir, Clients clients, String storeId) {
    converge(
        weir,
        storeId,
        (name, store) -> clients.queue(name, weir.endpoint(), store),
        name -> Commit.of(name, 400));
  }

  private interface Plan {
    Commit of(String name);
  }

  private static void converge(
      Weir weir, String storeId, BiFunction<String, String, Client> open, Plan plan) {
    var writers = NAMES.stream().map(name -> open.apply(name, storeId)).toList();
    var commits = NAMES.stream().map(plan::of).toList();
    var all = commits.stream().map(Commit::ids).flatMap(List::stream).sorted().toList();

    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          Stream.iterate(0, i -> i < writers.size(), i -> i + 1)
              .<Future<?>>map(i -> tasks.submit(() -> write(writers.get(i), commits.get(i), all)))
              .toList();
      running.forEach(task -> await(task, weir, storeId));
    }

    var log = Eventlog.read(weir, storeId);
    log.assertOneUnbrokenChain();
    assertThat(log.ids()).containsExactlyInAnyOrderElementsOf(all);
    var order = log.entries().stream().map(Eventlog.Entry::id).toList();
    var views = writers.stream().map(Client::look).toList();
    for (var view : views) {
      assertThat(view.confirmed()).isEqualTo(order.subList(0, view.confirmed().size()));
      assertThat(view.confirmed()).containsAll(all);
      assertThat(view.rows()).as("no event applied twice").hasSize(view.applied());
      assertThat(view.pending()).isZero();
    }
  }

  private static void write(Client writer, Commit commit, List<String> all) {
    writer.commit(commit);
    writer.awaitConfirmed(all);
  }

  /// A LiveStore 0.4.0 store may stall between its session and its leader until a foreign event
  /// arrives. So when the log has stopped growing, one is sent.
  private static void await(Future<?> task, Weir weir, String storeId) {
    var size = 0;
    while (true) {
      try {
        task.get(STALL_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        var log = Eventlog.read(weir, storeId);
        if (log.entries().size() == size) {
          System.out.println("nudging " + storeId + " behind event " + size);
          Eventlog.push(weir, storeId, Eventlog.NUDGE, size, List.of("nudge-" + size));
        }
        size = log.entries().size();
      } catch (ExecutionException e) {
        throw new AssertionError("a writer failed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while the clients write", e);
      }
    }
  }
}
