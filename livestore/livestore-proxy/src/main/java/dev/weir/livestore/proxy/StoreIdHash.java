package dev.weir.livestore.proxy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Stands for a store's id where the id itself cannot stand.
final class StoreIdHash {
  private static final int HASH_BYTES = 16;

  private StoreIdHash() {}

  /// Of the UTF-16 units themselves: in an encoding, ids that differ in a lone surrogate are the
  /// same.
  static String of(String storeId) {
    ByteBuffer units = ByteBuffer.allocate(Character.BYTES * storeId.length());
    storeId.chars().forEach(unit -> units.putChar((char) unit));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(units.array());
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
