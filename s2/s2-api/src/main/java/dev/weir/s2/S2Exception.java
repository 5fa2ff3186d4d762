package dev.weir.s2;

import org.jspecify.annotations.Nullable;

/// A call to S2 that failed. Every subtype answers the caller's two questions, and a `switch` over
/// them is complete:
///
/// | what happened | type |
/// |---|---|
/// | a value breaks a rule; no call was made | [InvalidInputException] |
/// | an append's condition does not hold; what holds is told | [AppendConditionFailedException] |
/// | a read starts beyond the tail; the tail is told | [RangeNotSatisfiableException] |
/// | the store refused, and said why | [RequestRejectedException], told apart by its [ErrorCode.Kind] |
/// | no answer came | [TransportException] |
/// | whether an append happened cannot be found out | [OutcomeUnknownException] |
/// | the calling thread was interrupted | [InterruptedCallException] |
public abstract sealed class S2Exception extends RuntimeException
    permits InvalidInputException,
        RequestRejectedException,
        AppendConditionFailedException,
        RangeNotSatisfiableException,
        TransportException,
        OutcomeUnknownException,
        InterruptedCallException {
  private static final long serialVersionUID = 1;

  S2Exception(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Whether the same call may succeed if made again.
  public abstract boolean isRetryable();

  /// Whether the store certainly did not act, so that a retry cannot append twice.
  public abstract boolean hasNoSideEffects();

  /// The same failure as an exception of its own, caused by this one: for another call that fails
  /// for the same reason. Where a block and the `close()` of its resource throw the same exception,
  /// Java complains of that instead of either.
  public final S2Exception again() {
    String message = String.valueOf(getMessage());
    return switch (this) {
      case InvalidInputException unused -> new InvalidInputException(message, this);
      case RequestRejectedException e ->
          new RequestRejectedException(e.code(), message, this).withRetryAfter(e.retryAfter());
      case AppendConditionFailedException e ->
          new AppendConditionFailedException(e.mismatch(), this);
      case RangeNotSatisfiableException e -> new RangeNotSatisfiableException(e.tail(), this);
      case TransportException e -> new TransportException(message, !e.hasNoSideEffects(), this);
      case OutcomeUnknownException unused -> new OutcomeUnknownException(message, this);
      case InterruptedCallException e -> e; // of one thread and one call
    };
  }
}
