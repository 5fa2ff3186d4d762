package dev.weir.app.exit;

/// The program cannot do what it was asked to, for a reason that a person can mend, such as a port
/// that is taken. The message is meant for the person at the terminal.
public final class WeirException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WeirException(String message) {
    super(message);
  }

  public WeirException(String message, Throwable cause) {
    super(message, cause);
  }
}
