package dev.weir.proof.sync;

import dev.weir.s2.AppendInput;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/// S2's ports as a proxy sees them over the network.
final class RemoteS2 {
  private final Calls calls;
  private final Flaw flaw;

  RemoteS2(Calls calls, Flaw flaw) {
    this.calls = calls;
    this.flaw = flaw;
  }

  S2 s2() {
    return port(
        S2.class,
        (proxy, method, args) ->
            switch (method.getName()) {
              case "basin" -> basin((BasinName) args[0]);
              case "close" -> throw new UnsupportedOperationException();
              default -> call(method, args, store -> store);
            });
  }

  private S2Basin basin(BasinName name) {
    return port(
        S2Basin.class,
        (proxy, method, args) ->
            switch (method.getName()) {
              case "name" -> name;
              case "stream" -> stream(name, (StreamName) args[0]);
              default -> call(method, args, store -> store.basin(name));
            });
  }

  private S2Stream stream(BasinName basin, StreamName name) {
    Function<S2, S2Stream> there = store -> store.basin(basin).stream(name, StreamOptions.NONE);
    return port(
        S2Stream.class,
        (proxy, method, args) ->
            switch (method.getName()) {
              case "name" -> name;
              case "openRead" -> RemoteSession.open(calls, there, (ReadRequest) args[0]);
              case "append" -> {
                var input = (AppendInput) args[0];
                yield flaw.append(
                    input,
                    given ->
                        calls.call("append", store -> there.apply(store).append(given), ack -> {}));
              }
              default -> call(method, args, there);
            });
  }

  private Object call(Method method, Object[] args, Function<S2, ?> port) {
    return calls.call(
        method.getName(), store -> invoke(method, port.apply(store), args), answer -> {});
  }

  private static Object invoke(Method method, Object port, Object[] args) {
    try {
      return method.invoke(port, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T port(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) ->
                method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, args)
                    : handler.invoke(proxy, method, args)));
  }
}
