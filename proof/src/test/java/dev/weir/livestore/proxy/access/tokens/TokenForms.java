package dev.weir.livestore.proxy.access.tokens;

/// Gives any bytes to what reads the file of sync tokens, which no one else may call.
public final class TokenForms {
  private TokenForms() {}

  /// The file is read, or refused with what is wrong and no token in it.
  public static void readFile(byte[] file) {
    try {
      Object unused = TokenTable.parse(file);
    } catch (TokenFileException e) {
      // refused, as it may be
    }
  }
}
