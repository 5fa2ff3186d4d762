package dev.weir.s2.server;

import dev.weir.s2.Metric;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A store over another, with measurements of its own: what S2 Cloud has and the embedded store
/// lacks.
final class MeasuredStore {
  private final S2 engine;
  private final List<Metric> metrics;
  private final List<List<?>> asked = new CopyOnWriteArrayList<>();

  MeasuredStore(S2 engine, List<Metric> metrics) {
    this.engine = engine;
    this.metrics = metrics;
  }

  S2 store() {
    return proxy(S2.class, (proxy, method, args) -> call(engine, method, args));
  }

  /// What measurements were asked for: the arguments of each call.
  List<List<?>> asked() {
    return asked;
  }

  private Object call(Object target, Method method, Object[] args) throws Throwable {
    return switch (method.getName()) {
      case "metrics" -> {
        asked.add(List.of(args));
        yield metrics;
      }
      case "basin" -> {
        var basin = invoke(target, method, args);
        yield proxy(S2Basin.class, (proxy, each, given) -> call(basin, each, given));
      }
      default -> invoke(target, method, args);
    };
  }

  private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
