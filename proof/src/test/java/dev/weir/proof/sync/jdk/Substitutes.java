package dev.weir.proof.sync.jdk;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What stands for what in simulated time, and what must not be called there.
final class Substitutes {
  static final ClassDesc JDK = desc(SimulatedJdk.class);
  private static final ClassDesc PLATFORM = desc(Thread.Builder.OfPlatform.class);
  private static final ClassDesc VIRTUAL = desc(Thread.Builder.OfVirtual.class);
  private static final ClassDesc LOCAL_RANDOM = desc(ThreadLocalRandom.class);

  /// Made instead.
  private static final Map<ClassDesc, ClassDesc> MADE =
      Map.of(
          desc(CountDownLatch.class), desc(TimedLatch.class),
          desc(Semaphore.class), desc(TimedSemaphore.class),
          desc(FutureTask.class), desc(TimedFuture.class),
          desc(ArrayBlockingQueue.class), desc(TimedQueue.class),
          desc(LinkedBlockingQueue.class), desc(TimedQueue.class),
          ClassDesc.of("java.security.SecureRandom"), desc(SeededSecureRandom.class));

  /// Whose methods [SimulatedJdk] has where it has one of that name.
  private static final Map<ClassDesc, Set<String>> CALLED =
      Map.ofEntries(
          Map.entry(desc(System.class), Set.of("nanoTime", "currentTimeMillis", "getLogger")),
          Map.entry(desc(Instant.class), Set.of("now")),
          Map.entry(desc(InstantSource.class), Set.of("system")),
          Map.entry(LOCAL_RANDOM, Set.of("current")),
          Map.entry(desc(Thread.class), Set.of("ofVirtual", "ofPlatform", "join")),
          Map.entry(PLATFORM, Set.of("daemon")),
          Map.entry(
              desc(Executors.class),
              Set.of(
                  "newVirtualThreadPerTaskExecutor",
                  "newSingleThreadExecutor",
                  "newSingleThreadScheduledExecutor")),
          Map.entry(desc(LockSupport.class), Set.of("parkNanos")),
          Map.entry(desc(ExecutorService.class), Set.of("awaitTermination", "close")),
          Map.entry(desc(CompletableFuture.class), Set.of("get", "orTimeout")),
          Map.entry(desc(ReentrantLock.class), Set.of("newCondition", "lock", "lockInterruptibly")),
          Map.entry(
              desc(ConcurrentHashMap.class),
              Set.of("newKeySet", "compute", "computeIfPresent", "computeIfAbsent")),
          Map.entry(desc(Map.class), Set.of("compute", "computeIfPresent", "computeIfAbsent")),
          Map.entry(desc(HttpClient.class), Set.of("newBuilder")));

  /// What has its timed waits from those that are made instead, or from [TimedCondition] and
  /// [ScheduledTasks].
  private static final Set<ClassDesc> TIMED =
      Set.of(
          desc(CountDownLatch.class),
          desc(Semaphore.class),
          desc(FutureTask.class),
          desc(BlockingQueue.class),
          desc(ArrayBlockingQueue.class),
          desc(LinkedBlockingQueue.class),
          desc(Condition.class),
          desc(ScheduledExecutorService.class));

  private static final Set<String> METHODS =
      Stream.of(SimulatedJdk.class.getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()))
          .map(Substitutes::signature)
          .collect(Collectors.toUnmodifiableSet());

  private Substitutes() {}

  static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private static String signature(Method method) {
    return method.getName()
        + Stream.of(method.getParameterTypes())
            .map(Class::descriptorString)
            .collect(Collectors.joining("", "(", ")"));
  }

  private static String signature(String name, MethodTypeDesc type) {
    return name
        + type.parameterList().stream()
            .map(ClassDesc::descriptorString)
            .collect(Collectors.joining("", "(", ")"));
  }

  static ClassDesc made(ClassDesc type) {
    return MADE.getOrDefault(type, type);
  }

  /// Platform threads are virtual ones here, and a thread's own random numbers the one source.
  static ClassDesc typed(ClassDesc type) {
    if (type.equals(LOCAL_RANDOM)) {
      return desc(Random.class);
    }
    return type.equals(PLATFORM) ? VIRTUAL : type;
  }

  static MethodTypeDesc typed(MethodTypeDesc type) {
    return MethodTypeDesc.of(
        typed(type.returnType()), type.parameterList().stream().map(Substitutes::typed).toList());
  }

  /// The type of the method of [SimulatedJdk] that stands for this one, if one does.
  static Optional<MethodTypeDesc> call(
      ClassDesc owner, String name, MethodTypeDesc type, boolean isStatic) {
    if (!CALLED.getOrDefault(owner, Set.of()).contains(name)) {
      return Optional.empty();
    }
    MethodTypeDesc whole = isStatic ? type : Rewriting.withReceiver(owner, type);
    MethodTypeDesc given = typed(whole);
    return Stream.of(SimulatedJdk.class.getDeclaredMethods())
        .filter(method -> METHODS.contains(signature(name, given)))
        .filter(method -> signature(method).equals(signature(name, given)))
        .findFirst()
        .map(method -> given.changeReturnType(desc(method.getReturnType())));
  }

  /// @throws IllegalStateException if a method looks at the clock, waits for a time or makes
  ///   threads
  static void requireTimeless(String in, ClassDesc owner, String name, MethodTypeDesc type) {
    String whole = owner.descriptorString() + " " + name + type.descriptorString();
    if (whole.startsWith("Ljava/") && !TIMED.contains(owner) && isTimed(owner, name, type)) {
      throw new IllegalStateException(
          in + " calls " + whole + ", for which there is nothing in simulated time");
    }
  }

  private static boolean isTimed(ClassDesc owner, String name, MethodTypeDesc type) {
    boolean waits =
        type.descriptorString().contains("Ljava/util/concurrent/TimeUnit;")
            && !name.equals("convert");
    return switch (owner.displayName()) {
      case "System" -> name.equals("nanoTime") || name.equals("currentTimeMillis");
      case "Instant", "LocalDate", "LocalDateTime", "ZonedDateTime" -> name.equals("now");
      case "Clock", "InstantSource" -> name.startsWith("system") || name.startsWith("tick");
      case "Thread" ->
          Set.of("sleep", "ofPlatform", "ofVirtual", "startVirtualThread", "<init>").contains(name)
              || (name.equals("join") && type.parameterCount() > 0);
      case "Executors" ->
          type.parameterList().stream().noneMatch(t -> t.displayName().equals("ThreadFactory"));
      case "ForkJoinPool", "Timer", "Math" -> name.equals("commonPool") || name.equals("random");
      case "LockSupport" -> name.equals("parkNanos") || name.equals("parkUntil");
      case "TimeUnit" -> name.equals("sleep") || name.startsWith("timed");
      case "UUID" -> name.equals("randomUUID");
      case "CompletableFuture", "CompletionStage" ->
          waits
              || name.equals("delayedExecutor")
              || (name.endsWith("Async")
                  && type.parameterList().stream()
                      .noneMatch(t -> t.displayName().equals("Executor")));
      case "Object" -> name.equals("wait");
      default -> waits;
    };
  }
}
