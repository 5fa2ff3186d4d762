package dev.weir.livestore.proxy;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Optional;

/// Which store, and whose request, the current thread works for: for a log that wants to tell them
/// apart from its text. Travels in OpenTelemetry's [Context], with or without its SDK.
///
/// @param storeId as a client sent it: any text, line breaks included
/// @param principal the name of who asks, where one request is served and not all of a store
public record LogContext(String storeId, Optional<String> principal) {
  private static final ContextKey<LogContext> KEY = ContextKey.named("weir-log");

  /// Of the current thread.
  public static Optional<LogContext> current() {
    return Optional.ofNullable(Context.current().get(KEY));
  }

  /// The same context, with this.
  public Context in(Context context) {
    return context.with(KEY, this);
  }
}
