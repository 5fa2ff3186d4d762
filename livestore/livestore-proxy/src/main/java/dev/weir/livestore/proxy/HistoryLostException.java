package dev.weir.livestore.proxy;

/// A stream no longer holds the beginning that a reader needs, or is shorter than a reader has seen
/// it. Serving what is left would give that reader a wrong state without any error, so it is held
/// instead, and a person must act.
final class HistoryLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  HistoryLostException(String message) {
    super(message);
  }
}
