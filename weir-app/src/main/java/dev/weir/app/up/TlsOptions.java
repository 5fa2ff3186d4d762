package dev.weir.app.up;

import dev.weir.s2.server.Tls;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The two ways to serve HTTPS, of which at most one is given.
final class TlsOptions {
  /// Both options, or neither; null when neither was given.
  @ArgGroup(exclusive = false)
  private @Nullable PemOptions pem;

  @Option(
      names = "--tls-self",
      description =
          "Serve HTTPS alone, with a certificate for localhost that is made at each start and"
              + " that clients must be told to accept")
  private boolean self;

  private static final class PemOptions {
    @Option(
        names = "--tls-cert",
        required = true,
        paramLabel = "FILE",
        description = "Serve HTTPS alone, with the certificate chain in FILE (PEM)")
    private Path certificate = Path.of("");

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "FILE",
        description = "The private key of the certificate, in PEM and without a password")
    private Path key = Path.of("");

    private Tls toTls() {
      return new Tls.Pem(certificate, key);
    }
  }

  Optional<Tls> toTls() {
    return Optional.<Tls>ofNullable(pem == null ? null : pem.toTls())
        .or(() -> self ? Optional.of(new Tls.SelfSigned()) : Optional.empty());
  }
}
