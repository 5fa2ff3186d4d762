package dev.weir.s2.client;

import dev.weir.s2.InvalidInputException;
import java.nio.charset.StandardCharsets;

/// The secret that says to S2 who calls. Its text form never shows it.
///
/// Throws [InvalidInputException] if `value` is empty or holds anything but visible ASCII
///
/// @param value as S2 issued it; s2-lite takes any
public record AccessToken(String value) {
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

  /// What a server sent, without this token: something between us and S2 may echo our request.
  byte[] redact(byte[] text) {
    String chars = new String(text, StandardCharsets.ISO_8859_1);
    return chars.contains(value)
        ? chars.replace(value, "[redacted]").getBytes(StandardCharsets.ISO_8859_1)
        : text;
  }
}
