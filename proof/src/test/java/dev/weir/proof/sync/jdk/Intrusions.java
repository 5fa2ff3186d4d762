package dev.weir.proof.sync.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What came from beyond the simulation, where other threads of the process share the JDK's locks
/// and monitors with the simulated ones. Made and asked by the thread that carries those.
final class Intrusions {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final MethodHandle CARRIER = carrierOfCurrentThread();
  private static final long PATIENCE_MILLIS = 500;

  private final Thread carrier = Thread.currentThread();
  private final long waitsBefore = waits();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private Optional<Runnable> stepping = Optional.empty();

  /// The JDK has no public way to say it.
  private static MethodHandle carrierOfCurrentThread() {
    try {
      return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
          .findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK keeps its virtual threads to itself", e);
    }
  }

  /// How often the carrier itself had to wait, be it for a simulated thread that could not leave
  /// it.
  private long waits() {
    return THREADS.getThreadInfo(carrier.threadId()).getWaitedCount();
  }

  /// That thread is run.
  void beginStep(Runnable continuation) {
    stepping = Optional.of(continuation);
  }

  /// It has left its carrier, or is about to and wants to be run again.
  void endStep() {
    stepping = Optional.empty();
  }

  /// Whether it is a thread from beyond that wakes this one; that is kept. It may have come while
  /// this one was on its way to wait: then it is its carrier that finds it awake as it leaves.
  boolean isWaking(Runnable continuation) {
    if (carrierOfThis() != carrier) {
      return add(Thread.currentThread() + " woke a simulated thread");
    }
    boolean isLeft = !Thread.currentThread().isVirtual();
    return isLeft
        && stepping.filter(continuation::equals).isPresent()
        && add("a simulated thread was woken before it waited");
  }

  private static Thread carrierOfThis() {
    try {
      return (Thread) CARRIER.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean add(String what) {
    return seen.add(what);
  }

  /// @throws DisturbedException if there was any
  void requireNoneYet() {
    String first = seen.peek();
    if (first != null) {
      throw new DisturbedException(first);
    }
  }

  /// The same once the run has ended.
  void requireNone() {
    requireNoneYet();
    long waits = waits() - waitsBefore;
    if (waits > 0) {
      throw new DisturbedException("simulated threads waited on their carrier: " + waits);
    }
  }

  /// The same once it has failed, perhaps as a simulated thread waits for one from beyond that is
  /// just about to wake it.
  void requireNoneToCome() {
    requireNone();
    boolean unused = Thread.interrupted(); // a simulated thread may have been
    try {
      @Nullable String late = seen.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (late != null) {
        throw new DisturbedException(late);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
