package dev.weir.s2.wire;

import dev.weir.s2.Bytes;
import java.util.Optional;

/// UTF-8 from characters, without a String in between.
final class Utf8 {
  private Utf8() {}

  /// The bytes of `length` characters; empty if half a surrogate pair is among them.
  static Optional<Bytes> encode(char[] chars, int offset, int length) {
    int size = size(chars, offset, length);
    var out = new byte[size];
    if (size == length) { // all of it is ASCII
      for (int i = 0; i < length; i++) {
        out[i] = (byte) chars[offset + i];
      }
      return Optional.of(Bytes.wrap(out));
    }
    return fill(out, chars, offset, length) ? Optional.of(Bytes.wrap(out)) : Optional.empty();
  }

  private static int size(char[] chars, int offset, int length) {
    int size = 0;
    for (int i = offset; i < offset + length; i++) {
      char c = chars[i];
      // Either half of a pair counts for two of its four bytes.
      size += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return size;
  }

  private static boolean fill(byte[] out, char[] chars, int offset, int length) {
    int at = 0;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      char c = chars[i];
      if (c < 0x80) {
        out[at++] = (byte) c;
      } else if (c < 0x800) {
        out[at++] = (byte) (0xC0 | c >> 6);
        out[at++] = continuation(c);
      } else if (!Character.isSurrogate(c)) {
        out[at++] = (byte) (0xE0 | c >> 12);
        out[at++] = continuation(c >> 6);
        out[at++] = continuation(c);
      } else {
        if (i + 1 == end || !Character.isSurrogatePair(c, chars[i + 1])) {
          return false;
        }
        int codePoint = Character.toCodePoint(c, chars[++i]);
        out[at++] = (byte) (0xF0 | codePoint >> 18);
        out[at++] = continuation(codePoint >> 12);
        out[at++] = continuation(codePoint >> 6);
        out[at++] = continuation(codePoint);
      }
    }
    return true;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }
}
