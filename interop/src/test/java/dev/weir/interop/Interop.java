package dev.weir.interop;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/// Gives a test its [Clients], its `String` store id (a fresh one), and the [Weir] and the [Node]
/// that all test classes share.
///
/// Without Node the tests are skipped with a line that cannot be overlooked; where `CI` is `true`
/// they fail instead.
final class Interop implements ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Interop.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var missing = Node.missing();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("Node is there");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("INTEROP FAILED: CI must not skip it. " + missing.get());
    }
    System.out.println("INTEROP SKIPPED: " + context.getDisplayName() + ". " + missing.get());
    return ConditionEvaluationResult.disabled("INTEROP SKIPPED: " + missing.get());
  }

  /// What ends a test for want of something, with a line that cannot be overlooked. Where `CI` is
  /// `true` the test fails instead.
  static RuntimeException without(String missing) {
    if ("true".equals(System.getenv("CI"))) {
      return new IllegalStateException("INTEROP FAILED: CI must not skip " + missing);
    }
    System.out.println("INTEROP SKIPPED: " + missing);
    return new TestAbortedException("INTEROP SKIPPED: " + missing);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == Weir.class
        || type == Node.class
        || type == Clients.class
        || type == String.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var shared = context.getRoot().getStore(NAMESPACE);
    var type = parameter.getParameter().getType();
    if (type == Weir.class) {
      return shared.computeIfAbsent(Weir.class, key -> Weir.onTemporaryData(), Weir.class);
    }
    if (type == Node.class) {
      return project(shared);
    }
    if (type == Clients.class) {
      var project = project(shared);
      return context
          .getStore(NAMESPACE)
          .computeIfAbsent(Clients.class, key -> new Clients(project), Clients.class);
    }
    var count =
        shared.computeIfAbsent(
            AtomicInteger.class, key -> new AtomicInteger(), AtomicInteger.class);
    return "store-" + count.incrementAndGet();
  }

  /// The Node that all test classes share.
  static Node node(ExtensionContext context) {
    return project(context.getRoot().getStore(NAMESPACE));
  }

  private static Node project(ExtensionContext.Store shared) {
    return shared.computeIfAbsent(Node.class, key -> Node.install(jsProject()), Node.class);
  }

  private static Path jsProject() {
    return Path.of("src", "test", "js").toAbsolutePath();
  }
}
