package dev.weir.app.terminal;

import java.util.stream.Collectors;

/// Text from elsewhere, as a terminal can be shown it.
public final class Plain {
  private Plain() {}

  /// The text on one line, without what a terminal would obey.
  public static String text(String text) {
    return text.codePoints()
        .map(c ->
            Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /// The same, cut where it is longer than `most` characters.
  public static String text(String text, int most) {
    return text.length() <= most ? text(text) : text(text.substring(0, most - 1)) + "…";
  }
}
