package dev.weir.app.console;

/// A request that is not answered as it was asked.
final class ConsoleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  private ConsoleException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ConsoleException invalid(String message) {
    return new ConsoleException(400, "invalid", message);
  }

  static ConsoleException notFound(String message) {
    return new ConsoleException(404, "not_found", message);
  }

  static ConsoleException unavailable(String message) {
    return new ConsoleException(503, "unavailable", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
