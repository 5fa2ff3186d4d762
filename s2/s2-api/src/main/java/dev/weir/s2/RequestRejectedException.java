package dev.weir.s2;

import org.jspecify.annotations.Nullable;

/// The store answered with an error code.
public final class RequestRejectedException extends S2Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  public RequestRejectedException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public RequestRejectedException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// Why.
  public ErrorCode code() {
    return code;
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
