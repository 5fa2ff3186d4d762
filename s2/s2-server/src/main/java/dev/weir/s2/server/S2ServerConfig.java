package dev.weir.s2.server;

import dev.weir.s2.server.access.AccessControl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How an [S2Server] listens. Start from [#LOOPBACK] and change what differs.
///
/// @param address where to listen; port 0 lets the system pick a free one
/// @param crossOrigin whether pages of other origins may call
/// @param tls what to show over TLS; default none, which is HTTP without encryption
/// @param access who may do what; default everybody everything
/// @param health what `/health` and `/ping` ask; default always well
public record S2ServerConfig(
    InetSocketAddress address,
    CrossOrigin crossOrigin,
    Optional<Tls> tls,
    AccessControl access,
    Health health) {
  /// On a free port of this machine, reachable from this machine alone.
  public static final S2ServerConfig LOOPBACK =
      new S2ServerConfig(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          CrossOrigin.ALLOWED,
          Optional.empty(),
          AccessControl.none(),
          Health.GOOD);

  /// The same, listening elsewhere.
  public S2ServerConfig withAddress(InetSocketAddress address) {
    return new S2ServerConfig(address, crossOrigin, tls, access, health);
  }

  /// The same, with another answer to pages of other origins.
  public S2ServerConfig withCrossOrigin(CrossOrigin crossOrigin) {
    return new S2ServerConfig(address, crossOrigin, tls, access, health);
  }

  /// The same over TLS.
  public S2ServerConfig withTls(Tls tls) {
    return new S2ServerConfig(address, crossOrigin, Optional.of(tls), access, health);
  }

  /// The same for callers that `access` lets in.
  public S2ServerConfig withAccess(AccessControl access) {
    return new S2ServerConfig(address, crossOrigin, tls, access, health);
  }

  /// The same, with 503 at `/health` and `/ping` while `health` tells of trouble.
  public S2ServerConfig withHealth(Health health) {
    return new S2ServerConfig(address, crossOrigin, tls, access, health);
  }
}
