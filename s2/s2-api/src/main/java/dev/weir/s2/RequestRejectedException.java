package dev.weir.s2;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The store answered with an error code. Its [#kind()] says in one word what a program can do
/// about it.
public final class RequestRejectedException extends S2Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final Duration retryAfter;

  public RequestRejectedException(ErrorCode code, String message) {
    this(code, message, Duration.ZERO, null);
  }

  public RequestRejectedException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, Duration.ZERO, cause);
  }

  private RequestRejectedException(
      ErrorCode code, String message, Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /// The same refusal, from a store that asks to be left alone for so long.
  public RequestRejectedException withRetryAfter(Duration delay) {
    return new RequestRejectedException(code, String.valueOf(getMessage()), delay, getCause());
  }

  /// Why.
  public ErrorCode code() {
    return code;
  }

  /// Why, in one word.
  public ErrorCode.Kind kind() {
    return code.kind();
  }

  /// How long the store asks to wait before the call is made again; zero if it asks for nothing.
  public Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public boolean isRetryable() {
    return code.isRetryable();
  }

  @Override
  public boolean hasNoSideEffects() {
    return code.hasNoSideEffects();
  }
}
