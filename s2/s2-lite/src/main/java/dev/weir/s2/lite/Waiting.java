package dev.weir.s2.lite;

import dev.weir.s2.InterruptedCallException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A caller's wait for what another thread does.
final class Waiting {
  private Waiting() {}

  /// The result, or the failure as the other thread made it.
  static <T> T await(String what, CompletableFuture<T> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      throw new InterruptedCallException(what, e);
    } catch (ExecutionException e) {
      throw rethrow(e.getCause());
    } catch (CancellationException e) {
      throw new IllegalStateException("nothing here is ever cancelled", e);
    }
  }

  /// Waits for the end of what must not be left half-way; an interrupt is kept for later.
  static void uninterruptibly(CountDownLatch end) {
    boolean interrupted = false;
    while (true) {
      try {
        end.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException rethrow(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new IllegalStateException("a failure without a cause");
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(cause);
    };
  }
}
