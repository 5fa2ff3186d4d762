package dev.weir.proof.sync.jdk;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// One thread that does tasks again and again in simulated time.
final class ScheduledTasks implements InvocationHandler {
  private final ExecutorService thread;
  private final Node node = Kernel.get().current();
  private final List<Timer> timers = new ArrayList<>();

  private ScheduledTasks(ThreadFactory threads) {
    thread = Executors.newFixedThreadPool(1, threads);
  }

  static ScheduledExecutorService on(ThreadFactory threads) {
    return (ScheduledExecutorService)
        Proxy.newProxyInstance(
            ScheduledTasks.class.getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            new ScheduledTasks(threads));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    return switch (method.getName()) {
      case "scheduleWithFixedDelay" -> {
        var unit = (TimeUnit) args[3];
        again((Runnable) args[0], unit.toNanos((long) args[1]), unit.toNanos((long) args[2]));
        yield never();
      }
      case "schedule", "scheduleAtFixedRate" -> throw new UnsupportedOperationException();
      case "awaitTermination" ->
          SimulatedJdk.awaitTermination(thread, (long) args[0], (TimeUnit) args[1]);
      case "shutdown", "shutdownNow", "close" -> {
        timers.forEach(Timer::cancel);
        yield call(method, args);
      }
      default -> call(method, args);
    };
  }

  private Object call(Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(thread, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Future<?> never() {
    return (ScheduledFuture<?>)
        Proxy.newProxyInstance(
            ScheduledTasks.class.getClassLoader(),
            new Class<?>[] {ScheduledFuture.class},
            (proxy, method, args) -> method.invoke(new CompletableFuture<Void>(), args));
  }

  private void again(Runnable task, long first, long delay) {
    timers.add(Kernel.get().after(first, node, () -> run(task, delay)));
    timers.removeIf(timer -> timer.at() < Kernel.get().nanos());
  }

  private void run(Runnable task, long delay) {
    Callable<Void> once =
        () -> {
          task.run();
          again(task, delay, delay);
          return null;
        };
    try {
      Future<?> unused = thread.submit(once);
    } catch (RejectedExecutionException e) {
      Kernel.get().note("a scheduled task comes too late: all are shut down");
    }
  }
}
