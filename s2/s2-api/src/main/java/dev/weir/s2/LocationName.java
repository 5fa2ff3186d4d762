package dev.weir.s2;

/// The name of a place where basins are kept: 1 to 64 ASCII letters, digits, `:`, `-` and `.`.
///
/// Throws [InvalidInputException] if `value` breaks a rule; the message is S2's own
public record LocationName(String value) {
  private static final int MAX_CHARS = 64;

  public LocationName {
    check(!value.isEmpty(), "location name must be at least 1 character in length");
    check(value.length() <= MAX_CHARS, "location name must be at most 64 characters in length");
    check(
        value.chars().allMatch(LocationName::isAllowed),
        "location name must comprise ASCII letters, numbers, colons, hyphens, and periods");
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == ':'
        || c == '-'
        || c == '.';
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
