package dev.weir.livestore.replica;

import java.security.SecureRandom;

/// Whose events a replica commits. Chosen at random once, since equal events of equal authors
/// cannot be told apart.
record Author(String clientId, String sessionId) {
  private static final String LETTERS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int LENGTH = 16;

  static Author random() {
    var random = new SecureRandom();
    return new Author("jvm-" + text(random), text(random));
  }

  private static String text(SecureRandom random) {
    var text = new StringBuilder(LENGTH);
    random.ints(LENGTH, 0, LETTERS.length()).forEach(i -> text.append(LETTERS.charAt(i)));
    return text.toString();
  }
}
