package dev.weir.s2;

import java.util.Base64;

/// The key of an encrypted stream's records, as the header `s2-encryption-key` carries it: the
/// Base64 of 32 bytes. S2 keeps no key; whoever appends or reads brings it. Its text form never
/// shows it.
///
/// Only the length is checked here, as by S2 itself: whether the text is a key shows when an
/// encrypted stream asks for it.
///
/// Throws [InvalidInputException] if `base64` has not 1 to 44 characters; the message is S2's own
///
/// @param base64 white space around it does not count
public record EncryptionKey(String base64) {
  /// Bytes of a key, for every [StreamCipher].
  public static final int BYTES = 32;

  private static final int MAX_CHARS = 44;

  public EncryptionKey {
    base64 = base64.strip();
    if (base64.isEmpty() || base64.length() > MAX_CHARS) {
      throw new InvalidInputException(
          "invalid encryption key: key material length " + base64.length() + " is out of range");
    }
  }

  /// The key of these 32 bytes.
  public static EncryptionKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new InvalidInputException("an encryption key has 32 bytes, not " + bytes.length);
    }
    return new EncryptionKey(Base64.getEncoder().encodeToString(bytes));
  }

  /// The 32 bytes.
  ///
  /// @param cipher what they are for, named in the message
  /// @throws RequestRejectedException `BAD_HEADER` if the text is not the Base64 of 32 bytes
  public byte[] bytes(StreamCipher cipher) {
    byte[] bytes = decode(cipher);
    if (bytes.length != BYTES) {
      throw new RequestRejectedException(
          ErrorCode.BAD_HEADER,
          "invalid encryption key length for stream cipher '"
              + cipher.wireName()
              + "': "
              + bytes.length);
    }
    return bytes;
  }

  /// Standard Base64 alone: the JDK's decoder also takes text without padding, or with stray last
  /// bits, which encodes to another text again.
  private byte[] decode(StreamCipher cipher) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // as below: the cause would show a part of the key
    }
    throw new RequestRejectedException(
        ErrorCode.BAD_HEADER,
        "invalid encryption key for stream cipher '" + cipher.wireName() + "': invalid base64");
  }

  /// Says only that there is one.
  @Override
  public String toString() {
    return "EncryptionKey[redacted]";
  }
}
