package dev.weir.s2.wire;

import dev.weir.s2.Bytes;
import dev.weir.s2.InvalidInputException;
import java.util.Arrays;

/// Standard Base64 as S2 takes it: padded, canonical, nothing else in between. The JDK's decoder
/// also takes text without padding or with stray last bits, and wants bytes or a String.
final class Base64Text {
  private static final byte[] VALUES = values();

  private Base64Text() {}

  /// @throws InvalidInputException with S2's own message
  static Bytes decode(char[] chars, int offset, int length) {
    if (length == 0) {
      return Bytes.empty();
    }
    check(length % 4 == 0);
    int end = offset + length;
    int padding = chars[end - 1] != '=' ? 0 : chars[end - 2] != '=' ? 1 : 2;
    var out = new byte[length / 4 * 3 - padding];
    int at = 0;
    for (int i = offset; i < end - 4; i += 4) {
      int bits =
          value(chars[i]) << 18
              | value(chars[i + 1]) << 12
              | value(chars[i + 2]) << 6
              | value(chars[i + 3]);
      out[at++] = (byte) (bits >> 16);
      out[at++] = (byte) (bits >> 8);
      out[at++] = (byte) bits;
    }
    decodeLast(chars, end - 4, padding, out, at);
    return Bytes.wrap(out);
  }

  private static void decodeLast(char[] chars, int from, int padding, byte[] out, int at) {
    int bits = 0;
    for (int i = 0; i < 4 - padding; i++) {
      bits |= value(chars[from + i]) << (18 - 6 * i);
    }
    for (int i = 0; i < 3 - padding; i++) {
      out[at + i] = (byte) (bits >> (16 - 8 * i));
    }
    check((bits & ((1 << (8 * padding)) - 1)) == 0);
  }

  private static int value(char c) {
    check(c < VALUES.length && VALUES[c] >= 0);
    return VALUES[c];
  }

  private static void check(boolean ok) {
    if (!ok) {
      throw new InvalidInputException("invalid Base64 encoding");
    }
  }

  private static byte[] values() {
    var values = new byte[128];
    Arrays.fill(values, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }
}
