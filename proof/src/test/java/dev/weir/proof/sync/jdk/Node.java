package dev.weir.proof.sync.jdk;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/// A process: threads that can be killed together, at any place where they wait, and stopped for a
/// while. Killed ones never run again, and nothing of theirs is tidied up.
public final class Node implements Executor {
  private static final Constructor<?> THREADS = builder();

  private final Kernel kernel;
  private final String name;
  private final int id;
  private final List<Runnable> held = new ArrayList<>();
  private final List<Runnable> whenKilled = new ArrayList<>();
  private boolean alive = true;
  private boolean stopped;

  Node(Kernel kernel, String name, int id) {
    this.kernel = kernel;
    this.name = name;
    this.id = id;
  }

  public String name() {
    return name;
  }

  int id() {
    return id;
  }

  public boolean isAlive() {
    return alive;
  }

  /// Takes the continuation of one of its threads.
  @Override
  public void execute(Runnable continuation) {
    if (kernel.isIntrusion(continuation) || !alive) { // in this order: it may have lived
      return;
    }
    if (stopped) {
      held.add(continuation);
    } else {
      kernel.submit(this, continuation);
    }
  }

  /// Threads that run here. The JDK has no public way to say where virtual threads run.
  public Thread.Builder.OfVirtual threads() {
    try {
      var threads = (Thread.Builder.OfVirtual) THREADS.newInstance(this);
      return threads.uncaughtExceptionHandler((thread, failure) -> kernel.fail(failure));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Constructor<?> builder() {
    try {
      Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
      Constructor<?> constructor = builder.getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK keeps its virtual threads to itself", e);
    }
  }

  public Thread start(String what, Runnable work) {
    return threads().name(what).start(work);
  }

  /// Ends it where it stands.
  public void kill() {
    if (alive) {
      alive = false;
      held.clear();
      List.copyOf(whenKilled).forEach(Runnable::run);
      whenKilled.clear();
    }
  }

  /// Has something done when it is killed; on no thread, so that it must not wait.
  ///
  /// @return takes that back
  public Runnable whenKilled(Runnable work) {
    whenKilled.add(work);
    return () -> whenKilled.remove(work);
  }

  /// Nothing of it runs for so long.
  public void stopFor(long nanos) {
    if (!alive || stopped) {
      return;
    }
    stopped = true;
    kernel.after(
        nanos,
        this,
        () -> {
          stopped = false;
          List<Runnable> again = List.copyOf(held);
          held.clear();
          again.forEach(this::execute);
        });
  }
}
