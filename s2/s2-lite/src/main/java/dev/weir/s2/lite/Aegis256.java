package dev.weir.s2.lite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// AEGIS-256 with a tag of 16 bytes, as the IETF draft describes it. One instance encrypts or
/// decrypts one message.
///
/// The state is six AES blocks, and a step is one AES round of each. A block is four words in one
/// array, so that nothing is allocated for a step. The rounds read tables by secret bytes, so their
/// time depends on the cache: see the security page for what that means.
///
/// @see <a href="https://datatracker.ietf.org/doc/draft-irtf-cfrg-aegis-aead/">The AEGIS Family of
///   Authenticated Encryption Algorithms</a>
final class Aegis256 {
  static final int NONCE_BYTES = 32;
  static final int TAG_BYTES = 16;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int BLOCK_BYTES = 16;
  private static final int BLOCK_WORDS = 4;
  private static final int S1 = BLOCK_WORDS;
  private static final int S2 = 2 * BLOCK_WORDS;
  private static final int S3 = 3 * BLOCK_WORDS;
  private static final int S4 = 4 * BLOCK_WORDS;
  private static final int S5 = 5 * BLOCK_WORDS;
  private static final int[] C0 = {0x00010102, 0x0305080d, 0x15223759, 0x90e97962};
  private static final int[] C1 = {0xdb3d1855, 0x6dc22ff1, 0x20113142, 0x73b528dd};

  private final int[] state = new int[6 * BLOCK_WORDS];

  Aegis256(byte[] key, byte[] nonce) {
    int[] k0 = block(key, 0);
    int[] k1 = block(key, BLOCK_BYTES);
    int[] k0n0 = xor(k0, block(nonce, 0));
    int[] k1n1 = xor(k1, block(nonce, BLOCK_BYTES));
    int[][] first = {k0n0, k1n1, C1, C0, xor(k0, C0), xor(k1, C1)};
    for (int i = 0; i < first.length; i++) {
      System.arraycopy(first[i], 0, state, BLOCK_WORDS * i, BLOCK_WORDS);
    }
    for (int i = 0; i < 4; i++) {
      update(k0);
      update(k1);
      update(k0n0);
      update(k1n1);
    }
  }

  /// The ciphertext, and the tag behind it.
  byte[] seal(byte[] associated, byte[] message) {
    absorb(associated);
    byte[] sealed = new byte[message.length + TAG_BYTES];
    int whole = message.length / BLOCK_BYTES * BLOCK_BYTES;
    for (int at = 0; at < whole; at += BLOCK_BYTES) {
      sealBlock(message, sealed, at);
    }
    if (whole < message.length) {
      byte[] tail = Arrays.copyOfRange(message, whole, whole + BLOCK_BYTES);
      byte[] sealedTail = new byte[BLOCK_BYTES];
      sealBlock(tail, sealedTail, 0);
      System.arraycopy(sealedTail, 0, sealed, whole, message.length - whole);
    }
    System.arraycopy(tag(associated.length, message.length), 0, sealed, message.length, TAG_BYTES);
    return sealed;
  }

  /// The message; empty if the tag does not fit it.
  Optional<byte[]> open(byte[] associated, byte[] sealed) {
    int size = sealed.length - TAG_BYTES;
    if (size < 0) {
      return Optional.empty();
    }
    absorb(associated);
    byte[] message = new byte[size];
    int whole = size / BLOCK_BYTES * BLOCK_BYTES;
    for (int at = 0; at < whole; at += BLOCK_BYTES) {
      openBlock(sealed, message, at);
    }
    if (whole < size) {
      openTail(sealed, message, whole);
    }
    byte[] expected = tag(associated.length, size);
    byte[] found = Arrays.copyOfRange(sealed, size, sealed.length);
    return MessageDigest.isEqual(expected, found) ? Optional.of(message) : Optional.empty();
  }

  private void sealBlock(byte[] message, byte[] sealed, int at) {
    int m0 = word(message, at, 0);
    int m1 = word(message, at, 1);
    int m2 = word(message, at, 2);
    int m3 = word(message, at, 3);
    put(sealed, at, 0, m0 ^ keystream(0));
    put(sealed, at, 1, m1 ^ keystream(1));
    put(sealed, at, 2, m2 ^ keystream(2));
    put(sealed, at, 3, m3 ^ keystream(3));
    update(m0, m1, m2, m3);
  }

  private void openBlock(byte[] sealed, byte[] message, int at) {
    int m0 = word(sealed, at, 0) ^ keystream(0);
    int m1 = word(sealed, at, 1) ^ keystream(1);
    int m2 = word(sealed, at, 2) ^ keystream(2);
    int m3 = word(sealed, at, 3) ^ keystream(3);
    put(message, at, 0, m0);
    put(message, at, 1, m1);
    put(message, at, 2, m2);
    put(message, at, 3, m3);
    update(m0, m1, m2, m3);
  }

  private void openTail(byte[] sealed, byte[] message, int at) {
    int size = message.length - at;
    byte[] tail = new byte[BLOCK_BYTES];
    System.arraycopy(sealed, at, tail, 0, size);
    for (int i = 0; i < BLOCK_WORDS; i++) {
      put(tail, 0, i, word(tail, 0, i) ^ keystream(i));
    }
    Arrays.fill(tail, size, BLOCK_BYTES, (byte) 0);
    System.arraycopy(tail, 0, message, at, size);
    update(block(tail, 0));
  }

  private void absorb(byte[] associated) {
    for (int at = 0; at < associated.length; at += BLOCK_BYTES) {
      update(block(Arrays.copyOfRange(associated, at, at + BLOCK_BYTES), 0));
    }
  }

  private int keystream(int word) {
    return state[S1 + word]
        ^ state[S4 + word]
        ^ state[S5 + word]
        ^ (state[S2 + word] & state[S3 + word]);
  }

  private byte[] tag(long associatedBytes, long messageBytes) {
    byte[] lengths = new byte[BLOCK_BYTES];
    littleEndian(associatedBytes * 8, lengths, 0);
    littleEndian(messageBytes * 8, lengths, 8);
    int[] block = xor(block(lengths, 0), Arrays.copyOfRange(state, S3, S4));
    for (int i = 0; i < 7; i++) {
      update(block);
    }
    byte[] tag = new byte[TAG_BYTES];
    for (int i = 0; i < BLOCK_WORDS; i++) {
      int sum = state[i] ^ state[S1 + i] ^ state[S2 + i];
      put(tag, 0, i, sum ^ state[S3 + i] ^ state[S4 + i] ^ state[S5 + i]);
    }
    return tag;
  }

  private void update(int[] message) {
    update(message[0], message[1], message[2], message[3]);
  }

  /// One step: each block becomes an AES round of its neighbour, keyed by itself.
  private void update(int m0, int m1, int m2, int m3) {
    int l0 = state[S5];
    int l1 = state[S5 + 1];
    int l2 = state[S5 + 2];
    int l3 = state[S5 + 3];
    for (int to = S5; to > 0; to -= BLOCK_WORDS) {
      int from = to - BLOCK_WORDS;
      AesRound.apply(state[from], state[from + 1], state[from + 2], state[from + 3], state, to);
    }
    AesRound.apply(l0, l1, l2, l3, state, 0);
    state[0] ^= m0;
    state[1] ^= m1;
    state[2] ^= m2;
    state[3] ^= m3;
  }

  private static int[] xor(int[] a, int[] b) {
    return new int[] {a[0] ^ b[0], a[1] ^ b[1], a[2] ^ b[2], a[3] ^ b[3]};
  }

  private static int[] block(byte[] bytes, int at) {
    return new int[] {
      word(bytes, at, 0), word(bytes, at, 1), word(bytes, at, 2), word(bytes, at, 3)
    };
  }

  private static int word(byte[] bytes, int at, int word) {
    return (int) WORDS.get(bytes, at + word * Integer.BYTES);
  }

  private static void put(byte[] bytes, int at, int word, int value) {
    WORDS.set(bytes, at + word * Integer.BYTES, value);
  }

  private static void littleEndian(long value, byte[] bytes, int at) {
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
