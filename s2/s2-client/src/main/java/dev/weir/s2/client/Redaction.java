package dev.weir.s2.client;

import dev.weir.s2.AccessToken;

/// Keeps an access token out of what a server said: something between us and S2 may echo our
/// request. For decoded text only, since in what is yet to be decoded a short token may be a word
/// of S2's own.
final class Redaction {
  private static final String REDACTED = "[redacted]";
  private static final int LEAST_TELLING = 4;

  private Redaction() {}

  static String redact(AccessToken token, String text) {
    String secret = token.value();
    String redacted = text.replace(secret, REDACTED);
    for (int length = secret.length() - 1; length >= LEAST_TELLING; length--) {
      String cut =
          secret.substring(0, length) + "…"; // long answers are cut, maybe within the token
      if (redacted.endsWith(cut)) {
        return redacted.substring(0, redacted.length() - cut.length()) + REDACTED;
      }
    }
    return redacted;
  }
}
