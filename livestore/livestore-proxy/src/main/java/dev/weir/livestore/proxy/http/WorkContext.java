package dev.weir.livestore.proxy.http;

import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;

/// Work that is done with a context at hand: the span it belongs to, and what a log tells with it.
final class WorkContext {
  private WorkContext() {}

  static <T> T call(Context context, Callable<T> work) throws InterruptedException {
    try {
      return context.wrap(work).call();
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
