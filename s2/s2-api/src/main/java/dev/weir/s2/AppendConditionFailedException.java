package dev.weir.s2;

import org.jspecify.annotations.Nullable;

/// An append named a condition that does not hold; nothing was appended.
public final class AppendConditionFailedException extends S2Exception {
  private static final long serialVersionUID = 1;

  private final transient Mismatch mismatch;

  public AppendConditionFailedException(Mismatch mismatch) {
    this(mismatch, null);
  }

  AppendConditionFailedException(Mismatch mismatch, @Nullable Throwable cause) {
    super(
        describe(mismatch) + "; nothing was appended. Read what is new, then decide again", cause);
    this.mismatch = mismatch;
  }

  /// Which condition failed, and what holds instead.
  public Mismatch mismatch() {
    return mismatch;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  public boolean hasNoSideEffects() {
    return true;
  }

  private static String describe(Mismatch mismatch) {
    return switch (mismatch) {
      case Mismatch.SeqNum(long next) ->
          "matchSeqNum is not the next seqNum, which is " + Long.toUnsignedString(next);
      case Mismatch.Fence(FencingToken current) ->
          "the stream's fencing token is \"" + current.value() + "\"";
    };
  }

  /// The condition that failed.
  public sealed interface Mismatch {
    /// The next record would get the number `next`.
    record SeqNum(long next) implements Mismatch {}

    /// The stream's token is `current`.
    record Fence(FencingToken current) implements Mismatch {}
  }
}
