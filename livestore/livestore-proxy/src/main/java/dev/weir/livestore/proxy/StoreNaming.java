package dev.weir.livestore.proxy;

import dev.weir.livestore.syncs2.S2StreamNames;
import dev.weir.s2.StreamName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Which stream holds a store.
///
/// The original's name where the store's id survives its sanitising unchanged, so that stores
/// written by the original's proxy are found. Otherwise that name, a dot and a hash of the id. The
/// dot cannot be part of an id that survives, so no store can be given the name of another; the
/// hash keeps ids apart that sanitising would throw together.
final class StoreNaming {
  private static final int HASH_BYTES = 16;

  private StoreNaming() {}

  static StreamName streamOf(String storeId) {
    String original = S2StreamNames.makeS2StreamName(storeId);
    return new StreamName(original.equals(storeId) ? original : original + "." + hash(storeId));
  }

  /// Of the UTF-16 units themselves: in an encoding, ids that differ in a lone surrogate are the
  /// same.
  private static String hash(String storeId) {
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
