package dev.weir.app.exit;

/// An option, or a combination of options, that cannot be used. The message names it and says what
/// to give instead.
public final class InvalidOptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidOptionException(String message) {
    super(message);
  }

  public InvalidOptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
