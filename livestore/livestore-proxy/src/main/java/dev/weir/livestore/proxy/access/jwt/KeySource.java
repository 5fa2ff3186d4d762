package dev.weir.livestore.proxy.access.jwt;

import java.net.URI;
import java.nio.file.Path;

/// Where the keys are that tokens are verified with.
public sealed interface KeySource {
  /// A JSON Web Key Set that an identity service publishes. Secrets in it do not count: whatever is
  /// published is none.
  record JwksUrl(URI url) implements KeySource {}

  /// A file: a JSON Web Key Set, or public keys and certificates in PEM.
  record KeyFile(Path file) implements KeySource {}

  /// A secret for HS256, HS384 and HS512: the bytes of a file without white space around them, 32
  /// at least.
  record SecretFile(Path file) implements KeySource {}

  /// The same, at hand.
  record Secret(String value) implements KeySource {
    /// Shows nothing of it.
    @Override
    public String toString() {
      return "Secret[...]";
    }
  }
}
