package dev.weir.s2.sdk;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A store whose append sessions answer as a test plans it: a batch is appended, or is not, then
/// something else happens to the stream, and then the answer is that the store is unavailable,
/// which says nothing about the batch.
final class LostAnswers {
  private final Queue<Plan> plans = new ConcurrentLinkedQueue<>();
  private final S2 store;

  LostAnswers(S2 engine) {
    this.store = intercept(S2.class, engine);
  }

  /// @param appends whether the batch is appended
  /// @param meanwhile happens before the answer
  private record Plan(boolean appends, Runnable meanwhile) {}

  S2 store() {
    return store;
  }

  /// The next batch that has no plan yet is appended.
  void loseTheAnswer(Runnable meanwhile) {
    plans.add(new Plan(true, meanwhile));
  }

  /// The next batch that has no plan yet is not appended.
  void loseTheRequest(Runnable meanwhile) {
    plans.add(new Plan(false, meanwhile));
  }

  private <T> T intercept(Class<T> port, T target) {
    var proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) -> call(target, method, arguments));
    return port.cast(proxy);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is the answer of the call
  private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("submit") && arguments != null) {
      var plan = plans.poll();
      if (plan != null) {
        return lost((AppendSession) target, (AppendInput) arguments[0], plan);
      }
    }
    try {
      return switch (method.invoke(target, arguments)) {
        case S2Basin basin -> intercept(S2Basin.class, basin);
        case S2Stream stream -> intercept(S2Stream.class, stream);
        case AppendSession session -> intercept(AppendSession.class, session);
        case null -> null;
        case Object other -> other;
      };
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static CompletableFuture<?> lost(AppendSession session, AppendInput input, Plan plan) {
    if (plan.appends()) {
      session.submit(input).join();
    }
    plan.meanwhile().run();
    return CompletableFuture.failedFuture(
        new RequestRejectedException(ErrorCode.UNAVAILABLE, "the answer is lost"));
  }
}
