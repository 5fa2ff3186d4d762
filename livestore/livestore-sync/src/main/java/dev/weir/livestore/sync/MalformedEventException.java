package dev.weir.livestore.sync;

/// A text is no encoded event. The message names the field at fault and what was found there.
public final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedEventException(String message) {
    super(message);
  }
}
