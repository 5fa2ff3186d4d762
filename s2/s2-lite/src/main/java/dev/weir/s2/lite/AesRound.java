package dev.weir.s2.lite;

/// One round of AES by tables. A block is four columns, the first byte of each highest.
///
/// The tables are worked out from the cipher's definition: the S-box is the inverse in GF(2^8) and
/// an affine map, a table is the S-box and the column mix in one.
final class AesRound {
  private static final int[] T0 = new int[256];
  private static final int[] T1 = new int[256];
  private static final int[] T2 = new int[256];
  private static final int[] T3 = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int s = substitute(i);
      int doubled = multiply(s, 2);
      T0[i] = doubled << 24 | s << 16 | s << 8 | (doubled ^ s);
      T1[i] = Integer.rotateRight(T0[i], 8);
      T2[i] = Integer.rotateRight(T0[i], 16);
      T3[i] = Integer.rotateRight(T0[i], 24);
    }
  }

  private AesRound() {}

  /// Puts the block of these words through a round keyed by the block that begins at `at`, and its
  /// result in that one's place.
  static void apply(int a, int b, int c, int d, int[] blocks, int at) {
    blocks[at] ^= column(a, b, c, d);
    blocks[at + 1] ^= column(b, c, d, a);
    blocks[at + 2] ^= column(c, d, a, b);
    blocks[at + 3] ^= column(d, a, b, c);
  }

  private static int column(int a, int b, int c, int d) {
    return T0[a >>> 24] ^ T1[(b >>> 16) & 0xFF] ^ T2[(c >>> 8) & 0xFF] ^ T3[d & 0xFF];
  }

  private static int substitute(int value) {
    int inverse = 1;
    for (int i = 0; i < 254; i++) {
      inverse = multiply(inverse, value); // value^254 is its inverse, and 0 for 0
    }
    int s = inverse;
    for (int i = 1; i <= 4; i++) {
      s ^= ((inverse << i) | (inverse >>> (8 - i))) & 0xFF;
    }
    return s ^ 0x63;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int factor = a;
    for (int rest = b; rest != 0; rest >>>= 1) {
      product ^= (rest & 1) != 0 ? factor : 0;
      factor = (factor << 1) ^ ((factor & 0x80) != 0 ? 0x11B : 0);
    }
    return product;
  }
}
