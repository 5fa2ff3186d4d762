package dev.weir.s2.server;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// How a server shows who it is over TLS. HTTP/1.1 and HTTP/2 are negotiated (ALPN).
public sealed interface Tls {
  /// A certificate of yours.
  ///
  /// @param certificate the chain in PEM, the server's own first
  /// @param key its private key in PEM, without a password
  record Pem(Path certificate, Path key) implements Tls {
    @Override
    public TlsKeyPair load() {
      try (var keyBytes = Files.newInputStream(key);
          var chainBytes = Files.newInputStream(certificate)) {
        var pair = TlsKeyPair.of(keyBytes, chainBytes);
        requireMatch(pair);
        return pair;
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot read " + e.getMessage(), e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "no certificate and key in PEM in %s and %s: %s"
                .formatted(certificate, key, e.getMessage()),
            e);
      }
    }

    private void requireMatch(TlsKeyPair pair) {
      if (!belongTogether(pair.privateKey(), pair.certificateChain().getFirst().getPublicKey())) {
        throw new IllegalArgumentException("the key is not that of the certificate");
      }
    }
  }

  /// A certificate for `localhost`, `127.0.0.1` and `::1`, made anew at each start and signed by
  /// nobody else: for tests, and for clients that are told not to verify.
  record SelfSigned() implements Tls {
    @Override
    public TlsKeyPair load() {
      return SelfSignedCertificate.make();
    }
  }

  /// Reads or makes the certificate and its key.
  ///
  /// @throws IllegalArgumentException if there are none in the files, or they do not belong
  ///   together
  TlsKeyPair load();

  /// Lets `builder`'s server listen on `address`, over TLS and nothing else.
  ///
  /// @throws IllegalArgumentException if the certificate or its key cannot be used
  default void listen(ServerBuilder builder, InetSocketAddress address) {
    var pair = load();
    builder.https(address).tls(pair);
  }

  private static boolean belongTogether(PrivateKey key, PublicKey certified) {
    byte[] probe = {1, 2, 3};
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm(); // Ed25519 and the like name their signatures themselves
        };
    try {
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      var verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certified);
      verifying.update(probe);
      return verifying.verify(signing.sign());
    } catch (InvalidKeyException e) {
      return false; // not even of the same kind
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key of an unknown kind, " + key.getAlgorithm(), e);
    }
  }
}
