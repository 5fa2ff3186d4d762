package dev.weir.app;

import dev.weir.s2.server.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where and how Weir listens.
///
/// @param address the interface to listen on; the wildcard address means all of them
/// @param port 0 to 65535, where 0 lets the system pick a free one
/// @param tls what to show over TLS; empty means HTTP without encryption
public record Listen(InetAddress address, int port, Optional<Tls> tls) {
  private static final int MAX_PORT = 65_535;

  public Listen {
    if (port < 0 || port > MAX_PORT) {
      throw new InvalidOptionException(
          "--port " + port + " is no port. Give a number from 1 to 65535, or 0 for any free one");
    }
  }

  /// On this machine alone, on a free port, without TLS.
  public static Listen onLoopback() {
    return new Listen(InetAddress.getLoopbackAddress(), 0, Optional.empty());
  }

  /// The same at another place.
  public Listen withAddress(InetAddress address, int port) {
    return new Listen(address, port, tls);
  }

  /// The same over TLS.
  public Listen withTls(Tls tls) {
    return new Listen(address, port, Optional.of(tls));
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }
}
