package dev.weir.livestore.proxy.access;

import java.util.ArrayList;
import java.util.List;

/// Which stores are meant: one by its name, as in `notes`, those with a prefix, as in `acme-*`, or
/// others, as in `team-*-notes`. A star stands for any characters, or none. A backslash takes the
/// next character's meaning away.
///
/// Compares UTF-16 units, as they name a store's stream: neither case nor accents nor compositions
/// are equated, and a lone surrogate is only itself. Takes time in proportion to the id's length
/// times the pattern's, whatever they hold.
///
/// Throws [IllegalArgumentException] if there is no part
///
/// @param parts what stands before, between and after the stars; one part is a name
public record StorePattern(List<String> parts) {
  public StorePattern {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a pattern has at least one part");
    }
  }

  /// The one store of this name, whatever characters it has.
  public static StorePattern exactly(String storeId) {
    return new StorePattern(List.of(storeId));
  }

  /// Reads a pattern as people write it.
  ///
  /// @throws IllegalArgumentException if it is empty or ends in the midst of an escape
  public static StorePattern parse(String pattern) {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("a store's pattern is empty");
    }
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char unit = pattern.charAt(i);
      if (unit == '*') {
        parts.add(part.toString());
        part.setLength(0);
      } else if (unit != '\\') {
        part.append(unit);
      } else if (++i < pattern.length()) {
        part.append(pattern.charAt(i));
      } else {
        throw new IllegalArgumentException("a store's pattern ends with a single backslash");
      }
    }
    parts.add(part.toString());
    return new StorePattern(parts);
  }

  /// Whether it means this store.
  public boolean matches(String storeId) {
    String first = parts.getFirst();
    if (parts.size() == 1) {
      return storeId.equals(first);
    }
    String last = parts.getLast();
    int end = storeId.length() - last.length();
    if (first.length() > end || !storeId.startsWith(first) || !storeId.endsWith(last)) {
      return false;
    }
    int from = first.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      // The first place is as good as any: it leaves the most to what follows.
      int found = storeId.indexOf(part, from);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      from = found + part.length();
    }
    return true;
  }
}
