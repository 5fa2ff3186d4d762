package dev.weir.s2.client;

import dev.weir.s2.InvalidInputException;
import java.net.Proxy;
import java.util.Optional;

/// What lies between a client and S2. Start from [#DEFAULT].
///
/// Throws [InvalidInputException] if the user agent is not visible ASCII and spaces
///
/// @param proxy through which all connections go; empty means what the platform's proxy selector
///   says
/// @param trust which servers are trusted on `https://`; empty means what the platform trusts
/// @param userAgent what the client calls itself
public record Network(Optional<Proxy> proxy, Optional<Trust> trust, String userAgent) {
  /// The platform's proxies and certificates.
  public static final Network DEFAULT =
      new Network(Optional.empty(), Optional.empty(), "weir-s2-client");

  public Network {
    if (userAgent.isBlank() || !VisibleAscii.isAll(userAgent.replace(" ", ""))) {
      throw new InvalidInputException("a user agent must be visible ASCII");
    }
  }

  /// The same, through this proxy.
  public Network withProxy(Proxy proxy) {
    return new Network(Optional.of(proxy), trust, userAgent);
  }

  /// The same, trusting these servers.
  public Network withTrust(Trust trust) {
    return new Network(proxy, Optional.of(trust), userAgent);
  }

  /// The same, under this name.
  public Network withUserAgent(String userAgent) {
    return new Network(proxy, trust, userAgent);
  }
}
