package dev.weir.livestore.proxy.interceptor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An application's interceptors, kept from doing harm: whatever they throw and however long they
/// take, a push has its answer. Thread-safe.
///
/// @param deadline for all of them together, to be asked, and again to be told
public record Interceptors(List<PushInterceptor> inOrder, Duration deadline) {
  private static final System.Logger LOG = System.getLogger(Interceptors.class.getName());

  /// @throws IllegalArgumentException if the deadline is not positive
  public Interceptors {
    inOrder = List.copyOf(inOrder);
    if (!deadline.isPositive()) {
      throw new IllegalArgumentException("interceptors need some time, not " + deadline);
    }
  }

  /// These, with 5 s.
  public static Interceptors of(PushInterceptor... inOrder) {
    return new Interceptors(List.of(inOrder), Duration.ofSeconds(5));
  }

  /// Asks all of them.
  ///
  /// @throws PushRejectedException if one rejects the push
  /// @throws InterceptorFailedException if one fails, or all together take too long
  public void requireAccepted(InterceptedPush push) throws InterruptedException {
    if (inOrder.isEmpty()) {
      return;
    }
    try {
      switch (inTime(() -> verdict(push))) {
        case Verdict.Accept accept -> {}
        case Verdict.Reject(String reason) -> throw new PushRejectedException(reason);
      }
    } catch (ExecutionException e) {
      LOG.log(
          System.Logger.Level.ERROR, "an interceptor failed, and a push is refused", e.getCause());
      throw new InterceptorFailedException(
          "it could not be found out whether the push may be stored; push again", e);
    } catch (TimeoutException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "interceptors took more than " + deadline + ", and a push is refused");
      throw new InterceptorFailedException(
          "it took too long to find out whether the push may be stored; push again", e);
    }
  }

  private Verdict verdict(InterceptedPush push) throws InterruptedException {
    for (PushInterceptor interceptor : inOrder) {
      if (interceptor.before(push) instanceof Verdict.Reject reject) {
        return reject;
      }
    }
    return Verdict.accept();
  }

  /// Tells all of them.
  public void tell(InterceptedPush push, PushEnding ending) throws InterruptedException {
    if (inOrder.isEmpty()) {
      return;
    }
    try {
      var unused =
          inTime(() -> {
            inOrder.reversed().forEach(interceptor -> tell(interceptor, push, ending));
            return ending;
          });
    } catch (ExecutionException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "an interceptor failed at what became of a push",
          e.getCause());
    } catch (TimeoutException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "interceptors took more than " + deadline + " for what became of a push");
    }
  }

  private static void tell(PushInterceptor interceptor, InterceptedPush push, PushEnding ending) {
    try {
      interceptor.after(push, ending);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "an interceptor failed at what became of a push", e);
    }
  }

  private <T> T inTime(Callable<T> work)
      throws InterruptedException, ExecutionException, TimeoutException {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().name("weir-interceptor").start(task);
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      task.cancel(true);
    }
  }
}
