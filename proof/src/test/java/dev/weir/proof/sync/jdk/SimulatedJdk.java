package dev.weir.proof.sync.jdk;

import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What rewritten classes call in the place of the JDK. Those methods that stand for a method of an
/// object take the object first.
public final class SimulatedJdk {
  private static final long LOOK_NANOS = 1_000_000;

  private SimulatedJdk() {}

  public static long nanoTime() {
    return Kernel.get().nanos();
  }

  public static long currentTimeMillis() {
    return Kernel.get().wallMillis();
  }

  public static System.Logger getLogger(String name) {
    return new NotedLog(name);
  }

  public static Instant now() {
    return Instant.ofEpochMilli(currentTimeMillis());
  }

  public static InstantSource system() {
    return SimulatedJdk::now;
  }

  public static Random current() {
    return Kernel.get().random();
  }

  public static Thread.Builder.OfVirtual ofVirtual() {
    return Kernel.get().current().threads();
  }

  public static Thread.Builder.OfVirtual ofPlatform() {
    return ofVirtual();
  }

  public static Thread.Builder.OfVirtual daemon(Thread.Builder.OfVirtual threads) {
    return threads;
  }

  public static ExecutorService newVirtualThreadPerTaskExecutor() {
    return Executors.newThreadPerTaskExecutor(ofVirtual().factory());
  }

  /// The JDK's own has a thread beyond the simulation look after it.
  public static ExecutorService newSingleThreadExecutor(ThreadFactory threads) {
    return Executors.newFixedThreadPool(1, threads);
  }

  public static ScheduledExecutorService newSingleThreadScheduledExecutor(ThreadFactory threads) {
    return ScheduledTasks.on(threads);
  }

  public static HttpClient.Builder newBuilder() {
    return (HttpClient.Builder)
        Proxy.newProxyInstance(
            SimulatedJdk.class.getClassLoader(),
            new Class<?>[] {HttpClient.Builder.class},
            (builder, method, args) ->
                method.getName().equals("build") ? Kernel.get().http() : builder);
  }

  public static void parkNanos(Object blocker, long forNanos) {
    Kernel.get().parkUntil(Waiters.deadline(forNanos));
  }

  public static boolean join(Thread thread, Duration timeout) throws InterruptedException {
    return await(() -> !thread.isAlive(), timeout.toNanos());
  }

  public static boolean awaitTermination(ExecutorService tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return await(tasks::isTerminated, unit.toNanos(timeout));
  }

  public static void close(ExecutorService tasks) {
    tasks.shutdown();
    try {
      await(tasks::isTerminated, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      tasks.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /// For what tells nobody of its end.
  private static boolean await(BooleanSupplier reached, long forNanos) throws InterruptedException {
    long deadline = Waiters.deadline(forNanos);
    while (!reached.getAsBoolean()) {
      if (Kernel.get().nanos() >= deadline) {
        return false;
      }
      Kernel.get().pause(LOOK_NANOS);
    }
    return true;
  }

  public static <T> @Nullable T get(CompletableFuture<T> future, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    var waiters = new Waiters();
    CompletableFuture<?> unused = future.whenComplete((value, failure) -> waiters.wake());
    if (!waiters.await(future::isDone, unit.toNanos(timeout))) {
      throw new TimeoutException();
    }
    return future.get();
  }

  public static <T> CompletableFuture<T> orTimeout(
      CompletableFuture<T> future, long timeout, TimeUnit unit) {
    Node node = Kernel.get().current();
    Timer timer =
        Kernel.get()
            .after(
                unit.toNanos(timeout),
                node,
                () ->
                    node.start(
                        "timeout", () -> future.completeExceptionally(new TimeoutException())));
    return future.whenComplete((value, failure) -> timer.cancel());
  }

  public static Condition newCondition(ReentrantLock lock) {
    return new TimedCondition(lock);
  }

  public static void lock(ReentrantLock lock) {
    Kernel.get().maybeYield();
    lock.lock();
  }

  public static void lockInterruptibly(ReentrantLock lock) throws InterruptedException {
    Kernel.get().maybeYield();
    lock.lockInterruptibly();
  }

  public static <E> Set<E> newKeySet() {
    return new OrderedSet<>();
  }

  public static <K, V> @Nullable V compute(
      ConcurrentHashMap<K, V> map, K key, BiFunction<K, V, V> change) {
    return undisturbed(() -> map.compute(key, change));
  }

  public static <K, V> @Nullable V computeIfPresent(
      ConcurrentHashMap<K, V> map, K key, BiFunction<K, V, V> change) {
    return undisturbed(() -> map.computeIfPresent(key, change));
  }

  public static <K, V> V computeIfAbsent(ConcurrentHashMap<K, V> map, K key, Function<K, V> make) {
    return undisturbed(() -> map.computeIfAbsent(key, make));
  }

  public static <K, V> @Nullable V compute(Map<K, V> map, K key, BiFunction<K, V, V> change) {
    return undisturbed(() -> map.compute(key, change));
  }

  public static <K, V> @Nullable V computeIfPresent(
      Map<K, V> map, K key, BiFunction<K, V, V> change) {
    return undisturbed(() -> map.computeIfPresent(key, change));
  }

  public static <K, V> V computeIfAbsent(Map<K, V> map, K key, Function<K, V> make) {
    return undisturbed(() -> map.computeIfAbsent(key, make));
  }

  /// Such a map holds a monitor meanwhile: whoever had to wait for it would be woken by a thread
  /// beyond the simulation.
  private static <T> T undisturbed(Supplier<T> change) {
    Kernel kernel = Kernel.get();
    kernel.doNotDisturb();
    try {
      return change.get();
    } finally {
      kernel.disturb();
    }
  }
}
