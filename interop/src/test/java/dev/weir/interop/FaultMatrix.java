package dev.weir.interop;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test a [Row] of the fault matrix, with a store of its own on the [Rig] that all rows
/// share, or with a Weir to itself where the parameter is [Apart]. When all tests have run, the
/// table of what the clients saw is printed.
final class FaultMatrix implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(FaultMatrix.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Row.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var shared = context.getRoot().getStore(NAMESPACE);
    var rig =
        shared.computeIfAbsent(
            Rig.class, key -> new Rig(Weir.onTemporaryData(), Interop.node(context)), Rig.class);
    var number =
        shared
            .computeIfAbsent(AtomicInteger.class, key -> new AtomicInteger(), AtomicInteger.class)
            .incrementAndGet();
    var storeId = "row-" + number + "-of-the-matrix";
    var row = parameter.isAnnotated(Apart.class) ? Row.apart(rig, storeId) : Row.on(rig, storeId);
    context.getStore(NAMESPACE).put(row, row);
    return row;
  }
}
