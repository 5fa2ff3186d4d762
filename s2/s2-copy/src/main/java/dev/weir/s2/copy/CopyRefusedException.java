package dev.weir.s2.copy;

/// A copy cannot be made, or did not become one. The message says why, and what to do; the source
/// is never changed.
public final class CopyRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CopyRefusedException(String message) {
    super(message);
  }
}
