package dev.weir.s2;

import org.jspecify.annotations.Nullable;

/// Whether an append became durable is unknown, and the store gave no way to find out here. Read
/// what the stream holds, and decide again.
public final class OutcomeUnknownException extends S2Exception {
  private static final long serialVersionUID = 1;

  public OutcomeUnknownException(String message) {
    this(message, null);
  }

  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  public boolean hasNoSideEffects() {
    return false;
  }
}
