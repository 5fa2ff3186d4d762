package dev.weir.s2;

import org.jspecify.annotations.Nullable;

/// No answer came: the connection failed, broke or timed out, or what came was not S2's protocol.
public final class TransportException extends S2Exception {
  private static final long serialVersionUID = 1;

  private final boolean sent;

  /// @param sent whether any of the request may have reached the store
  public TransportException(String message, boolean sent, @Nullable Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  public boolean hasNoSideEffects() {
    return !sent;
  }
}
