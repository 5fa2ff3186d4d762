package dev.weir.s2.lite;

import dev.weir.s2.StreamCipher;
import java.util.Optional;

/// How rows say which cipher: a byte, 0 for none.
final class CipherCode {
  private CipherCode() {}

  static int of(StreamCipher cipher) {
    return switch (cipher) {
      case AEGIS_256 -> 1;
      case AES_256_GCM -> 2;
    };
  }

  static int of(Optional<StreamCipher> cipher) {
    return cipher.map(CipherCode::of).orElse(0);
  }

  static Optional<StreamCipher> cipher(int code) throws CorruptRowException {
    return switch (code) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(StreamCipher.AEGIS_256);
      case 2 -> Optional.of(StreamCipher.AES_256_GCM);
      default -> throw new CorruptRowException("unknown stream cipher " + code);
    };
  }
}
