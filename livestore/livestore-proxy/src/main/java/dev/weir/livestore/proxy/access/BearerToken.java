package dev.weir.livestore.proxy.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A secret that opens doors to whoever has it. Never printed.
///
/// @param value as the client sent it, neither empty nor longer than [#MAX_LENGTH]
public record BearerToken(String value) {
  /// Characters. Tokens with many claims have a few thousand.
  public static final int MAX_LENGTH = 16 << 10;

  public BearerToken {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a token has 1 to " + MAX_LENGTH + " characters, not " + value.length());
    }
  }

  /// What can be kept in its place.
  public byte[] sha256() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// Shows nothing of it: this text may end up in a log.
  @Override
  public String toString() {
    return "BearerToken[...]";
  }
}
