package dev.weir.s2.lite;

import dev.weir.s2.AccessToken;
import dev.weir.s2.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// The secrets of access tokens: `weir_` and 256 random bits in URL-safe base64. The beginning lets
/// people and scanners recognise one where it should not be.
final class TokenSecret {
  private static final String MARK = "weir_";
  private static final int RANDOM_BYTES = 32;

  private TokenSecret() {}

  static AccessToken random(SecureRandom random) {
    byte[] bits = new byte[RANDOM_BYTES];
    random.nextBytes(bits);
    return new AccessToken(MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /// Whether the text could be one of ours.
  static boolean isPlausible(AccessToken token) {
    return token.value().startsWith(MARK);
  }

  /// What is kept of a secret. One round of SHA-256 suffices: slow hashes make guessable passwords
  /// costly to guess, and nobody guesses 256 random bits.
  static Bytes hash(AccessToken token) {
    try {
      byte[] text = token.value().getBytes(StandardCharsets.UTF_8);
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
