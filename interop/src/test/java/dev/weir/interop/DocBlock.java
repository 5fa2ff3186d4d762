package dev.weir.interop;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A fenced block of a page.
///
/// @param page the page, from the root of the repository
/// @param line where it begins, for messages
/// @param info what stands behind the fence: the language
/// @param before the last line of text before it
/// @param text its lines, without the indentation of the fence
record DocBlock(String page, int line, String info, String before, String text) {
  String language() {
    return info.split(" ", 2)[0];
  }

  /// The commands of a block for a shell: a line each, or more where one ends with a backslash.
  List<String> commands() {
    return Arrays.stream(text.split("(?<!\\\\)\n"))
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /// Its lines without indentation: a page shows code less indented than it is in its file.
  String flat() {
    return flat(text);
  }

  static String flat(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  String where() {
    return page + ":" + line;
  }

  @Override
  public String toString() {
    return where() + " ```" + info + "\n" + text;
  }
}
