package dev.weir.s2;

import org.jspecify.annotations.Nullable;

/// A call to S2 that failed. Every subtype answers the caller's two questions.
public abstract sealed class S2Exception extends RuntimeException
    permits InvalidInputException,
        RequestRejectedException,
        AppendConditionFailedException,
        RangeNotSatisfiableException,
        TransportException,
        InterruptedCallException {
  private static final long serialVersionUID = 1;

  S2Exception(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Whether the same call may succeed if made again.
  public abstract boolean isRetryable();

  /// Whether the store certainly did not act, so that a retry cannot append twice.
  public abstract boolean hasNoSideEffects();
}
