package dev.weir.livestore.proxy;

/// An event of a push is larger than an S2 record may be. Nothing of the push was stored.
public final class EventTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EventTooLargeException(String message) {
    super(message);
  }
}
