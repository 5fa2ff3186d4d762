package dev.weir.app.up;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.listen.TrustedProxies;
import dev.weir.app.listen.TrustedProxies.Via;
import java.util.List;
import picocli.CommandLine.Option;

/// The options of [TrustedProxies].
final class ProxyOptions {
  private static final String TRUST = "--trust-forwarded";

  @Option(
      names = TRUST,
      paramLabel = "CIDR",
      description =
          "Believe a proxy at such an address, as 10.0.0.0/8, who its client is, by the header"
              + " X-Forwarded-For; may be repeated")
  private List<String> trusted = List.of();

  @Option(
      names = "--forwarded-header",
      description = "With --trust-forwarded, believe the header Forwarded (RFC 7239) instead")
  private boolean forwarded;

  @Option(
      names = "--proxy-protocol",
      description =
          "With --trust-forwarded, believe the PROXY protocol (versions 1 and 2) instead; others may"
              + " connect, but not speak it")
  private boolean proxyProtocol;

  TrustedProxies toProxies() {
    if (forwarded && proxyProtocol) {
      throw new InvalidOptionException("give one of --forwarded-header and --proxy-protocol");
    }
    if (trusted.isEmpty() && (forwarded || proxyProtocol)) {
      throw new InvalidOptionException(
          "say by " + TRUST + " CIDR which proxies are to be believed; nobody is otherwise");
    }
    try {
      return new TrustedProxies(trusted, via());
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(TRUST + " " + e.getMessage(), e);
    }
  }

  private Via via() {
    if (proxyProtocol) {
      return Via.PROXY_PROTOCOL;
    }
    return forwarded ? Via.FORWARDED : Via.X_FORWARDED_FOR;
  }
}
