package dev.weir.s2.lite;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// AEGIS-256 with a tag of 16 bytes, as the IETF draft describes it. One instance encrypts or
/// decrypts one message.
///
/// The state is six AES blocks, and a step is one AES round of each. The rounds read tables by
/// secret bytes, so their time depends on the cache: see the security page for what that means.
///
/// @see <a href="https://datatracker.ietf.org/doc/draft-irtf-cfrg-aegis-aead/">The AEGIS Family of
///   Authenticated Encryption Algorithms</a>
final class Aegis256 {
  static final int NONCE_BYTES = 32;
  static final int TAG_BYTES = 16;

  private static final int BLOCK_BYTES = 16;
  private static final int BLOCKS = 6;
  private static final int[] C0 = {0x00010102, 0x0305080d, 0x15223759, 0x90e97962};
  private static final int[] C1 = {0xdb3d1855, 0x6dc22ff1, 0x20113142, 0x73b528dd};

  private final int[][] state = new int[BLOCKS][4];
  private final int[] last = new int[4];

  Aegis256(byte[] key, byte[] nonce) {
    int[] k0 = load(key, 0);
    int[] k1 = load(key, BLOCK_BYTES);
    int[] k0n0 = xor(k0, load(nonce, 0));
    int[] k1n1 = xor(k1, load(nonce, BLOCK_BYTES));
    int[][] first = {k0n0, k1n1, C1, C0, xor(k0, C0), xor(k1, C1)};
    for (int i = 0; i < BLOCKS; i++) {
      state[i] = first[i].clone();
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
      int[] block = load(message, at);
      store(xor(block, keystream()), sealed, at);
      update(block);
    }
    if (whole < message.length) {
      int[] block = load(Arrays.copyOfRange(message, whole, whole + BLOCK_BYTES), 0);
      byte[] tail = new byte[BLOCK_BYTES];
      store(xor(block, keystream()), tail, 0);
      System.arraycopy(tail, 0, sealed, whole, message.length - whole);
      update(block);
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
      int[] block = xor(load(sealed, at), keystream());
      store(block, message, at);
      update(block);
    }
    if (whole < size) {
      openTail(sealed, message, whole);
    }
    byte[] expected = tag(associated.length, size);
    byte[] found = Arrays.copyOfRange(sealed, size, sealed.length);
    return MessageDigest.isEqual(expected, found) ? Optional.of(message) : Optional.empty();
  }

  private void openTail(byte[] sealed, byte[] message, int at) {
    byte[] tail = new byte[BLOCK_BYTES];
    System.arraycopy(sealed, at, tail, 0, message.length - at);
    store(xor(load(tail, 0), keystream()), tail, 0);
    Arrays.fill(tail, message.length - at, BLOCK_BYTES, (byte) 0);
    System.arraycopy(tail, 0, message, at, message.length - at);
    update(load(tail, 0));
  }

  private void absorb(byte[] associated) {
    for (int at = 0; at < associated.length; at += BLOCK_BYTES) {
      update(load(Arrays.copyOfRange(associated, at, at + BLOCK_BYTES), 0));
    }
  }

  private int[] keystream() {
    int[] z = new int[4];
    for (int i = 0; i < 4; i++) {
      z[i] = state[1][i] ^ state[4][i] ^ state[5][i] ^ (state[2][i] & state[3][i]);
    }
    return z;
  }

  private byte[] tag(long associatedBytes, long messageBytes) {
    byte[] lengths = new byte[BLOCK_BYTES];
    littleEndian(associatedBytes * 8, lengths, 0);
    littleEndian(messageBytes * 8, lengths, 8);
    int[] block = xor(load(lengths, 0), state[3]);
    for (int i = 0; i < 7; i++) {
      update(block);
    }
    int[] tag = new int[4];
    for (int[] each : state) {
      tag = xor(tag, each);
    }
    byte[] bytes = new byte[TAG_BYTES];
    store(tag, bytes, 0);
    return bytes;
  }

  /// One step: each block becomes an AES round of its neighbour, keyed by itself.
  private void update(int[] message) {
    System.arraycopy(state[5], 0, last, 0, 4);
    AesRound.apply(state[4], state[5], state[5]);
    AesRound.apply(state[3], state[4], state[4]);
    AesRound.apply(state[2], state[3], state[3]);
    AesRound.apply(state[1], state[2], state[2]);
    AesRound.apply(state[0], state[1], state[1]);
    AesRound.apply(last, state[0], state[0]);
    for (int i = 0; i < 4; i++) {
      state[0][i] ^= message[i];
    }
  }

  private static int[] xor(int[] a, int[] b) {
    return new int[] {a[0] ^ b[0], a[1] ^ b[1], a[2] ^ b[2], a[3] ^ b[3]};
  }

  private static int[] load(byte[] bytes, int at) {
    int[] block = new int[4];
    for (int i = 0; i < BLOCK_BYTES; i++) {
      block[i / 4] = block[i / 4] << 8 | (bytes[at + i] & 0xFF);
    }
    return block;
  }

  private static void store(int[] block, byte[] bytes, int at) {
    for (int i = 0; i < BLOCK_BYTES; i++) {
      bytes[at + i] = (byte) (block[i / 4] >>> (24 - 8 * (i % 4)));
    }
  }

  private static void littleEndian(long value, byte[] bytes, int at) {
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
