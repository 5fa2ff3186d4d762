package dev.weir.livestore.proxy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes UTF-8 as it stands inside a JSON string (RFC 8259, section 7). Bytes beyond ASCII stand
/// for themselves.
///
/// An event is JSON, with a quote every few bytes. Whether there is one is a guess that a processor
/// loses too often to branch on it at each, so 64 bytes are searched at a time, without a branch,
/// and most runs between what was found are copied as if they were of 16 bytes.
final class JsonEscapes {
  private static final int BLOCK = 64;
  private static final int RUN = 16;

  /// So many bytes are read and written at most beyond those that count.
  static final int MARGIN = BLOCK + RUN;

  /// So many bytes one becomes at most, as in `\u0001`.
  static final int LONGEST = 6;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7F * ONES;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BACKSLASHES = '\\' * ONES;

  /// Turns a quote into a space, and control characters into one another.
  private static final long QUOTE_TO_SPACE = ('"' ^ ' ') * ONES;

  /// Carries into the high bit of every byte that is more than a space.
  private static final long BEYOND_SPACE = (0x7F - ' ') * ONES;

  /// Gathers the lowest bits of eight bytes in the highest byte.
  private static final long GATHER = 0x0102040810204080L;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /// What stands behind the backslash, by character.
  private static final byte[] LETTERS = letters();

  private JsonEscapes() {}

  private static byte[] letters() {
    byte[] letters = new byte[128];
    Arrays.fill(letters, 0, ' ', (byte) 'u');
    letters['\n'] = 'n';
    letters['\r'] = 'r';
    letters['\t'] = 't';
    letters['"'] = '"';
    letters['\\'] = '\\';
    return letters;
  }

  /// Writes what stands from `begin` to `end` to place `at` of another array.
  ///
  /// @param from with [#MARGIN] bytes behind `end`
  /// @param to with room for [#LONGEST] times as much, and [#MARGIN]
  /// @return the place behind the last that was written
  static int write(byte[] from, int begin, int end, byte[] to, int at) {
    int out = at;
    for (int block = begin; block < end; block += BLOCK) {
      long left = specials(from, block);
      int length = Math.min(BLOCK, end - block);
      if (length < BLOCK) {
        left &= (1L << length) - 1;
      }
      int run = block;
      while (left != 0) {
        int special = block + Long.numberOfTrailingZeros(left);
        left &= left - 1;
        out = copy(from, run, special, to, out);
        out = escape(from[special], to, out);
        run = special + 1;
      }
      out = copy(from, run, block + length, to, out);
    }
    return out;
  }

  /// A bit for each of the 64 bytes from `block` on, set where it needs a backslash.
  private static long specials(byte[] from, int block) {
    long specials = 0;
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      specials |= specials((long) EIGHT.get(from, block + i)) << i;
    }
    return specials;
  }

  /// The same for eight bytes, in the eight lowest bits.
  private static long specials(long eight) {
    long plain = ((eight ^ QUOTE_TO_SPACE) & LOW_BITS) + BEYOND_SPACE;
    long other = ((eight ^ BACKSLASHES) & LOW_BITS) + LOW_BITS;
    long special = ~((plain & other) | eight) & HIGH_BITS;
    return ((special >>> 7) * GATHER) >>> 56;
  }

  private static int copy(byte[] from, int begin, int end, byte[] to, int at) {
    int length = end - begin;
    if (length > RUN) {
      System.arraycopy(from, begin, to, at, length);
    } else {
      EIGHT.set(to, at, (long) EIGHT.get(from, begin));
      EIGHT.set(to, at + Long.BYTES, (long) EIGHT.get(from, begin + Long.BYTES));
    }
    return at + length;
  }

  private static int escape(byte b, byte[] to, int at) {
    byte letter = LETTERS[b];
    to[at] = '\\';
    to[at + 1] = letter;
    if (letter != 'u') {
      return at + 2;
    }
    to[at + 2] = '0';
    to[at + 3] = '0';
    to[at + 4] = HEX[b >> 4];
    to[at + 5] = HEX[b & 15];
    return at + LONGEST;
  }
}
