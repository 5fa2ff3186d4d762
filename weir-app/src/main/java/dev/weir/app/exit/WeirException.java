package dev.weir.app.exit;

/// The program cannot do what it was asked to, for a reason that a person can mend, such as a port
/// that is taken. The message is meant for the person at the terminal.
public final class WeirException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public WeirException(String message) {
    this(ExitCode.FAILED, message);
  }

  public WeirException(String message, Throwable cause) {
    this(ExitCode.FAILED, message, cause);
  }

  public WeirException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public WeirException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /// How the program is to end.
  public ExitCode exitCode() {
    return exitCode;
  }
}
