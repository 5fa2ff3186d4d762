package dev.weir.s2;

import java.nio.charset.StandardCharsets;

/// A basin's name: 8 to 48 of `a-z`, `0-9` and `-`, beginning and ending with a letter or number.
///
/// Throws [InvalidInputException] if `value` breaks a rule; the message is S2's own
public record BasinName(String value) implements Comparable<BasinName> {
  private static final int MIN_BYTES = 8;
  static final int MAX_BYTES = 48;

  public BasinName {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    check(bytes <= MAX_BYTES, "basin name must not exceed 48 bytes in length");
    check(bytes >= MIN_BYTES, "basin name should be at least 8 bytes in length");
    check(
        isLetterOrNumber(value.charAt(0)),
        "basin name must begin with a lowercase letter or number");
    check(
        isLetterOrNumber(value.charAt(value.length() - 1)),
        "basin name must end with a lowercase letter or number");
    check(
        value.chars().allMatch(c -> isLetterOrNumber(c) || c == '-'),
        "basin name must comprise lowercase letters, numbers, and hyphens");
  }

  static void checkListBound(String field, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    check(bytes <= MAX_BYTES, "basin " + field + " must not exceed 48 bytes in length");
    check(
        value.isEmpty() || isLetterOrNumber(value.charAt(0)),
        "basin " + field + " must begin with a lowercase letter or number");
    check(
        value.chars().allMatch(c -> isLetterOrNumber(c) || c == '-'),
        "basin " + field + " must comprise lowercase letters, numbers, and hyphens");
  }

  private static boolean isLetterOrNumber(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new InvalidInputException(message);
    }
  }

  @Override
  public int compareTo(BasinName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
