package dev.weir.s2;

import org.jspecify.annotations.Nullable;

/// A read starts at or beyond the tail, and has nothing to wait for.
public final class RangeNotSatisfiableException extends S2Exception {
  private static final long serialVersionUID = 1;

  private final transient StreamPosition tail;

  public RangeNotSatisfiableException(StreamPosition tail) {
    this(tail, null);
  }

  RangeNotSatisfiableException(StreamPosition tail, @Nullable Throwable cause) {
    super(
        "the read starts at or beyond the tail, which is " + Long.toUnsignedString(tail.seqNum()),
        cause);
    this.tail = tail;
  }

  /// The stream's tail.
  public StreamPosition tail() {
    return tail;
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
