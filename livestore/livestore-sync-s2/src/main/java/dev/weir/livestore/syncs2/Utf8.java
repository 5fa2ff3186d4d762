package dev.weir.livestore.syncs2;

/// The check that a body is UTF-8, which neither the JDK's lenient decoder nor the JSON parser
/// makes in full.
final class Utf8 {
  private Utf8() {}

  static boolean hasByteOrderMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  /// @throws MalformedRequestException if the bytes are not UTF-8, or hold a NUL: no JSON does, and
  ///   the parser would take it for the mark of UTF-16
  static void check(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      byte b = bytes[i];
      int size = b > 0 ? 1 : sizeAt(bytes, i);
      if (size == 0) {
        throw new MalformedRequestException(
            b == 0
                ? "the body is not JSON: a NUL at byte " + i
                : "the body is not UTF-8 at byte " + i);
      }
      i += size;
    }
  }

  /// The bytes of the character at `i`, or 0 if there is none.
  private static int sizeAt(byte[] bytes, int i) {
    int lead = bytes[i] & 0xFF;
    int next = i + 1 < bytes.length ? bytes[i + 1] & 0xFF : 0;
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    if (lead < 0xE0) {
      return isIn(next, 0x80, 0xBF) ? 2 : 0;
    }
    if (lead < 0xF0) { // no overlong forms, no surrogates
      boolean ok = isIn(next, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
      return ok && isContinuation(bytes, i + 2) ? 3 : 0;
    }
    // No overlong forms, nothing beyond U+10FFFF.
    boolean ok = isIn(next, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return ok && isContinuation(bytes, i + 2) && isContinuation(bytes, i + 3) ? 4 : 0;
  }

  private static boolean isContinuation(byte[] bytes, int i) {
    return i < bytes.length && (bytes[i] & 0xC0) == 0x80;
  }

  private static boolean isIn(int octet, int min, int max) {
    return octet >= min && octet <= max;
  }

  /// The bytes of `text` in UTF-8; a lone surrogate counts as the U+FFFD that replaces it.
  static int size(String text) {
    int size = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        size++;
      } else {
        size += 2;
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++; // two units, four bytes
        }
      }
    }
    return size;
  }
}
