package dev.weir.s2;

/// The calling thread was interrupted while it waited; its flag is set again. What the call had
/// begun may still happen.
public final class InterruptedCallException extends S2Exception {
  private static final long serialVersionUID = 1;

  public InterruptedCallException(String what, InterruptedException cause) {
    super("interrupted while waiting for " + what, cause);
    Thread.currentThread().interrupt();
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
