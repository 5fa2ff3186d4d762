package dev.weir.s2;

import org.jspecify.annotations.Nullable;

/// A value breaks a rule of S2; found before any call was made. The message is S2's own where S2
/// has one.
public final class InvalidInputException extends S2Exception {
  private static final long serialVersionUID = 1;

  public InvalidInputException(String message) {
    this(message, null);
  }

  InvalidInputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  public boolean hasNoSideEffects() {
    return true;
  }
}
