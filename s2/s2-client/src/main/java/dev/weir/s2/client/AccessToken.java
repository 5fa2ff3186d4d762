package dev.weir.s2.client;

import dev.weir.s2.InvalidInputException;

/// The secret that says to S2 who calls. Its text form never shows it.
///
/// Throws [InvalidInputException] if `value` is empty or holds anything but visible ASCII
///
/// @param value as S2 issued it; s2-lite takes any
public record AccessToken(String value) {
  private static final String REDACTED = "[redacted]";
  private static final int LEAST_TELLING = 4;

  public AccessToken {
    if (value.isEmpty() || !VisibleAscii.isAll(value)) {
      throw new InvalidInputException("an access token is one or more characters of visible ASCII");
    }
  }

  /// Says only that there is one.
  @Override
  public String toString() {
    return "AccessToken[redacted]";
  }

  /// What a server said, without this token: something between us and S2 may echo our request. For
  /// decoded text only, since in what is yet to be decoded a short token may be a word of S2's own.
  String redact(String text) {
    String redacted = text.replace(value, REDACTED);
    for (int length = value.length() - 1; length >= LEAST_TELLING; length--) {
      String cut = value.substring(0, length) + "…"; // long answers are cut, maybe within the token
      if (redacted.endsWith(cut)) {
        return redacted.substring(0, redacted.length() - cut.length()) + REDACTED;
      }
    }
    return redacted;
  }
}
