package dev.weir.s2.lite;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.Bytes;
import dev.weir.s2.RequestToken;
import dev.weir.s2.StreamConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// How a basin or stream is asked for.
sealed interface Provisioning {
  /// It must be new, or come from the same request.
  ///
  /// @param hash of the request's token and configuration, empty without token
  record Create(Bytes hash) implements Provisioning {
    boolean madeBy(Bytes creation) {
      return !hash.isEmpty() && hash.equals(creation);
    }
  }

  /// It may exist already, and is given the configuration.
  record Ensure() implements Provisioning {}

  /// It may exist already, and is then left alone.
  record IfMissing() implements Provisioning {}

  static Provisioning create(Optional<RequestToken> token, BasinConfig config) {
    var encoded = new RowWriter(64);
    ConfigCodec.write(config, encoded);
    config.streamCipher().ifPresent(cipher -> encoded.u8(CipherCode.of(cipher)));
    return create(token, encoded.toArray());
  }

  static Provisioning create(Optional<RequestToken> token, StreamConfig config) {
    var encoded = new RowWriter(64);
    ConfigCodec.write(config, encoded);
    return create(token, encoded.toArray());
  }

  /// The hash kept with what this request creates.
  default Bytes creation() {
    return this instanceof Create(Bytes hash) ? hash : Bytes.empty();
  }

  private static Create create(Optional<RequestToken> token, byte[] config) {
    return new Create(token.map(t -> hash(t, config)).orElse(Bytes.empty()));
  }

  private static Bytes hash(RequestToken token, byte[] config) {
    try {
      byte[] hashed =
          new RowWriter(128).bytes(Bytes.utf8(token.value())).bytes(Bytes.wrap(config)).toArray();
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(hashed));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
