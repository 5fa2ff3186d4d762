package dev.weir.app.listen;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.server.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where and how Weir listens.
///
/// @param address the interface to listen on; the wildcard address means all of them
/// @param port 0 to 65535, where 0 lets the system pick a free one
/// @param socket whose it is, and who may have it beside and after this process
/// @param tls what to show over TLS; empty means HTTP without encryption
/// @param proxies who may say on whose behalf they connect
/// @param maxConnections that are served at once; further ones wait
public record Listen(
    InetAddress address,
    int port,
    Socket socket,
    Optional<Tls> tls,
    TrustedProxies proxies,
    int maxConnections) {
  /// The option that says how many connections.
  public static final String MAX_CONNECTIONS_OPTION = MaxConnections.OPTION;

  private static final int MAX_PORT = 65_535;

  /// Whose the listening socket is.
  public enum Socket {
    /// This process's alone.
    OWN,
    /// One of several on the same port: other processes of this user may serve beside this one.
    SHARED,
    /// Shared, and its place is taken over from the process that has the data directory in use, as
    /// a later one may take it over from this one.
    TAKEN_OVER,
    /// The one that this process was given as its standard input, which outlives it.
    INHERITED
  }

  public Listen {
    if (port < 0 || port > MAX_PORT) {
      throw new InvalidOptionException(
          "--port " + port + " is no port. Give a number from 1 to 65535, or 0 for any free one");
    }
    MaxConnections.require(maxConnections);
  }

  /// On this machine alone, on a free port, without TLS.
  public static Listen onLoopback() {
    return new Listen(
        InetAddress.getLoopbackAddress(),
        0,
        Socket.OWN,
        Optional.empty(),
        TrustedProxies.none(),
        MaxConnections.byDefault());
  }

  /// The same at another place.
  public Listen withAddress(InetAddress address, int port) {
    return new Listen(address, port, socket, tls, proxies, maxConnections);
  }

  /// The same with another kind of socket.
  public Listen withSocket(Socket socket) {
    return new Listen(address, port, socket, tls, proxies, maxConnections);
  }

  /// The same over TLS.
  public Listen withTls(Tls tls) {
    return new Listen(address, port, socket, Optional.of(tls), proxies, maxConnections);
  }

  /// The same behind proxies.
  public Listen withProxies(TrustedProxies proxies) {
    return new Listen(address, port, socket, tls, proxies, maxConnections);
  }

  /// The same for more or fewer.
  public Listen withMaxConnections(int maxConnections) {
    return new Listen(address, port, socket, tls, proxies, maxConnections);
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }
}
