package dev.weir.proof.sync.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class KernelTest {
  private static final long SECOND = 1_000_000_000;

  /// The JVM calls this, so that a thread that waits in it stays on its carrier.
  private static final class WaitingLoader extends ClassLoader {
    private final Thread carrier = Thread.currentThread();

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      long before = waits();
      while (waits() == before) {
        LockSupport.parkNanos(1_000_000);
      }
      throw new ClassNotFoundException(name);
    }

    private long waits() {
      return ManagementFactory.getThreadMXBean().getThreadInfo(carrier.threadId()).getWaitedCount();
    }
  }

  @Test
  void run_inWhichAPlatformThreadWakesASimulatedOne_isDisturbed() {
    assertDisturbedBy(Thread.ofPlatform().name("stranger"));
  }

  @Test
  void run_inWhichAnotherVirtualThreadWakesASimulatedOne_isDisturbed() {
    assertDisturbedBy(Thread.ofVirtual().name("stranger"));
  }

  private static void assertDisturbedBy(Thread.Builder stranger) {
    var kernel = new Kernel(1);
    Thread waiting = kernel.outside().start("waiting", LockSupport::park);
    kernel.after(SECOND, kernel.outside(), () -> wake(stranger, waiting));
    assertThatThrownBy(() -> kernel.run(() -> !waiting.isAlive()))
        .isInstanceOf(DisturbedException.class)
        .hasMessageContaining("stranger");
  }

  private static void wake(Thread.Builder stranger, Thread waiting) {
    try (var strangers = Executors.newThreadPerTaskExecutor(stranger.factory())) {
      strangers.execute(() -> LockSupport.unpark(waiting));
    }
  }

  /// It might have run before it was killed, had it not waited for that.
  @Test
  void run_inWhichAnotherThreadWakesAKilledOne_isDisturbed() {
    var kernel = new Kernel(1);
    Node node = kernel.newNode("killed");
    Thread waiting = node.start("waiting", LockSupport::park);
    Runnable disturb =
        () -> {
          node.kill();
          wake(Thread.ofPlatform().name("stranger"), waiting);
        };
    kernel.after(SECOND, kernel.outside(), disturb);
    assertThatThrownBy(() -> kernel.run(() -> !node.isAlive()))
        .isInstanceOf(DisturbedException.class)
        .hasMessageContaining("stranger");
  }

  @Test
  void run_inWhichASimulatedThreadWaitsForTheMonitorOfAnother_isDisturbed()
      throws InterruptedException {
    var kernel = new Kernel(1);
    var monitor = new Object();
    var held = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(() -> {
              synchronized (monitor) {
                held.countDown();
                awaitQuietly(mayEnd);
              }
            });
    held.await();
    Thread waiting =
        kernel
            .outside()
            .start(
                "waiting",
                () -> {
                  synchronized (monitor) {
                    kernel.note("has it");
                  }
                });
    kernel.outside().start("others", () -> pauseAgainAndAgain(kernel));
    kernel.after(SECOND, kernel.outside(), mayEnd::countDown);
    assertThatThrownBy(() -> kernel.run(() -> !waiting.isAlive()))
        .isInstanceOf(DisturbedException.class)
        .hasMessageContaining("woke");
    holder.join();
  }

  private static void pauseAgainAndAgain(Kernel kernel) {
    while (true) {
      kernel.pauseQuietly(SECOND);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void run_inWhichASimulatedThreadWaitsOnItsCarrier_isDisturbed() {
    var kernel = new Kernel(1);
    var loader = new WaitingLoader();
    Thread waiting = kernel.outside().start("waiting", () -> find(loader));
    assertThatThrownBy(() -> kernel.run(() -> !waiting.isAlive()))
        .isInstanceOf(DisturbedException.class)
        .hasMessageContaining("carrier");
  }

  private static void find(ClassLoader loader) {
    assertThatThrownBy(() -> Class.forName("Unknown", true, loader))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void run_inWhichSimulatedThreadsWaitAndWakeEachOther_isNotDisturbed() {
    var kernel = new Kernel(1);
    var waiters = new Waiters();
    boolean[] over = {false};
    Thread waiting =
        kernel
            .outside()
            .start(
                "waiting",
                () -> {
                  try {
                    over[0] = waiters.await(() -> kernel.nanos() > SECOND, Long.MAX_VALUE);
                  } catch (InterruptedException e) {
                    kernel.fail(e);
                  }
                });
    Runnable wake =
        () -> {
          for (int i = 0; i < 100; i++) {
            kernel.maybeYield();
            kernel.pauseQuietly(SECOND);
            waiters.wake();
          }
        };
    Thread waking = kernel.outside().start("waking", wake);
    kernel.run(() -> !waiting.isAlive() && !waking.isAlive());
    assertThat(over[0]).isTrue();
  }

  @Test
  void threadsWokenTogether_runInAnOrderThatOnlyTheSeedDecides() {
    assertThat(orderOfWaking(List.of(4, 3, 2, 1, 0)))
        .isEqualTo(orderOfWaking(List.of(0, 1, 2, 3, 4)));
  }

  private static List<Integer> orderOfWaking(List<Integer> order) {
    var kernel = new Kernel(1);
    var woken = new ArrayList<Integer>();
    List<Thread> threads =
        order.stream()
            .sorted()
            .map(i ->
                kernel
                    .outside()
                    .start(
                        "waiting",
                        () -> {
                          LockSupport.park();
                          woken.add(i);
                        }))
            .toList();
    Runnable wake = () -> order.forEach(i -> LockSupport.unpark(threads.get(i)));
    kernel.after(SECOND, kernel.outside(), wake);
    kernel.run(() -> woken.size() == order.size());
    return woken;
  }

  @Test
  void run_thatFailsUndisturbed_hasFailed() {
    var kernel = new Kernel(1);
    Runnable work =
        () -> {
          throw new IllegalStateException("broken");
        };
    kernel.outside().start("failing", work);
    assertThatThrownBy(() -> kernel.run(() -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("broken");
  }
}
