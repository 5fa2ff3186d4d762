package dev.weir.s2;

import java.nio.charset.StandardCharsets;

/// An access token's name: 1 to 96 UTF-8 bytes, not `.` or `..`, without NUL. Not the secret.
///
/// Throws [InvalidInputException] if `value` breaks a rule; the message is S2's own
public record AccessTokenId(String value) implements Comparable<AccessTokenId> {
  static final int MAX_BYTES = 96;

  public AccessTokenId {
    check(!value.isEmpty(), "access token id must not be empty");
    check(!value.equals(".") && !value.equals(".."), "access token id must not be \".\" or \"..\"");
    checkListBound("id", value);
  }

  static void checkListBound(String field, String value) {
    check(
        value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES,
        "access token " + field + " must not exceed 96 bytes in length");
    check(value.indexOf(0) < 0, "access token " + field + " must not contain a NUL byte");
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new InvalidInputException(message);
    }
  }

  @Override
  public int compareTo(AccessTokenId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
