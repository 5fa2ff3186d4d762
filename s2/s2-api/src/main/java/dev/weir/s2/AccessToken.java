package dev.weir.s2;

/// The secret that says to S2 who calls. Its text form never shows it.
///
/// Throws [InvalidInputException] if `value` is empty or holds anything but visible ASCII
///
/// @param value as S2 issued it; s2-lite takes any
public record AccessToken(String value) {
  public AccessToken {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new InvalidInputException("an access token is one or more characters of visible ASCII");
    }
  }

  /// Says only that there is one.
  @Override
  public String toString() {
    return "AccessToken[redacted]";
  }
}
