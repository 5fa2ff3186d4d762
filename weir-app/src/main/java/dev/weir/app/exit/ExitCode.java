package dev.weir.app.exit;

/// How the program ends, for scripts. `weir --help` says it to people.
public enum ExitCode {
  /// Done.
  DONE(0),
  /// Failed, or could not start.
  FAILED(1),
  /// An option or an input is wrong.
  WRONG_OPTION(2),
  /// What was named is not there.
  NOT_FOUND(3),
  /// What was looked at is not as it should be.
  WRONG_DATA(4),
  /// The other side does not answer, or cannot for now.
  UNREACHABLE(5),
  /// The other side wants another access token.
  REFUSED(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// What the shell sees.
  public int number() {
    return number;
  }
}
