package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamCipher;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A caller's key at work on the records of one stream. What is sealed begins with a random nonce,
/// and is bound to the stream's id: put into another stream it does not open.
final class RecordSeal {
  private static final int GCM_NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final StreamCipher cipher;
  private final byte[] key;
  private final byte[] associated;

  RecordSeal(StreamCipher cipher, byte[] key, long streamId) {
    this.cipher = cipher;
    this.key = key;
    this.associated = new RowWriter(Long.BYTES).u64(streamId).toArray();
  }

  StreamCipher cipher() {
    return cipher;
  }

  /// Nonce, ciphertext and tag.
  byte[] seal(byte[] plain) {
    byte[] nonce = new byte[nonceBytes()];
    RANDOM.nextBytes(nonce);
    byte[] sealed =
        switch (cipher) {
          case AEGIS_256 -> new Aegis256(key, nonce).seal(associated, plain);
          case AES_256_GCM -> sealGcm(nonce, plain);
        };
    return new RowWriter(nonce.length + sealed.length).raw(nonce).raw(sealed).toArray();
  }

  /// What was sealed.
  ///
  /// @throws RequestRejectedException `DECRYPTION_FAILED` if the key is another one, or the data
  ///   was tampered with
  /// @throws CorruptRowException if it is too short to have been sealed
  byte[] open(Bytes sealed) throws CorruptRowException {
    if (sealed.size() < nonceBytes() + TAG_BYTES) {
      throw new CorruptRowException("sealed records of " + sealed.size() + " bytes");
    }
    byte[] all = sealed.toArray();
    byte[] nonce = Arrays.copyOf(all, nonceBytes());
    byte[] rest = Arrays.copyOfRange(all, nonceBytes(), all.length);
    Optional<byte[]> plain =
        switch (cipher) {
          case AEGIS_256 -> new Aegis256(key, nonce).open(associated, rest);
          case AES_256_GCM -> openGcm(nonce, rest);
        };
    return plain.orElseThrow(() ->
        new RequestRejectedException(ErrorCode.DECRYPTION_FAILED, "record decryption failed"));
  }

  private int nonceBytes() {
    return switch (cipher) {
      case AEGIS_256 -> Aegis256.NONCE_BYTES;
      case AES_256_GCM -> GCM_NONCE_BYTES;
    };
  }

  private byte[] sealGcm(byte[] nonce, byte[] plain) {
    try {
      return gcm(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM encrypts whatever it is given", e);
    }
  }

  private Optional<byte[]> openGcm(byte[] nonce, byte[] sealed) {
    try {
      return Optional.of(gcm(Cipher.DECRYPT_MODE, nonce).doFinal(sealed));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM either opens data or refuses its tag", e);
    }
  }

  private Cipher gcm(int mode, byte[] nonce) throws GeneralSecurityException {
    var gcm = Cipher.getInstance("AES/GCM/NoPadding");
    var parameters = new GCMParameterSpec(8 * TAG_BYTES, nonce);
    gcm.init(mode, new SecretKeySpec(key, "AES"), parameters);
    gcm.updateAAD(associated);
    return gcm;
  }
}
