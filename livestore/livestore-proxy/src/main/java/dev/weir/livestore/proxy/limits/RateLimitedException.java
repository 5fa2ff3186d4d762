package dev.weir.livestore.proxy.limits;

import java.time.Duration;

/// There was more than is allowed at a time. Nothing was done.
public final class RateLimitedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  RateLimitedException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /// When the same may be let through.
  public Duration retryAfter() {
    return retryAfter;
  }
}
