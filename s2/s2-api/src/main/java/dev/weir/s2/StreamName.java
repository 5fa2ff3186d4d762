package dev.weir.s2;

import java.nio.charset.StandardCharsets;

/// A stream's name: 1 to 512 UTF-8 bytes, not `.` or `..`, without NUL.
///
/// Throws [InvalidInputException] if `value` breaks a rule; the message is S2's own
public record StreamName(String value) {
  static final int MAX_BYTES = 512;

  public StreamName {
    check(!value.isEmpty(), "stream name must not be empty");
    check(!value.equals(".") && !value.equals(".."), "stream name must not be \".\" or \"..\"");
    checkListBound("name", value);
  }

  static void checkListBound(String field, String value) {
    check(
        value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES,
        "stream " + field + " must not exceed 512 bytes in length");
    check(value.indexOf(0) < 0, "stream " + field + " must not contain a NUL byte");
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new InvalidInputException(message);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
