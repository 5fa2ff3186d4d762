package dev.weir.livestore.sync.merge;

/// An upstream delivered events that its log cannot hold: not in order, or at or before what it had
/// delivered already. Nothing of them was merged.
public final class UpstreamOrderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UpstreamOrderException(String message) {
    super(message);
  }
}
