package dev.weir.livestore.proxy.access.tokens;

/// A token file cannot be used. The message gives the line, and no token.
public final class TokenFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TokenFileException(String message) {
    super(message);
  }

  TokenFileException(int line, String message) {
    super("line " + line + ": " + message);
  }
}
