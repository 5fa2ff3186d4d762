package dev.weir.app;

import dev.weir.s2.BasinName;
import dev.weir.s2.server.Tls;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What `weir up` runs: where it listens and where its streams live. A value that exists is valid:
/// the constructor throws [InvalidOptionException] if a part is out of range, or if `address` is
/// not the loopback although `exposed` is false.
///
/// @param address the interface to listen on; the wildcard address means all of them
/// @param port 0 to 65535, where 0 lets the system pick a free one
/// @param exposed whether the operator accepts that anybody who reaches `address` may read and
///   write every store; needed for any address but the loopback, as there is no access control
/// @param basin the basin that holds the stores' streams
/// @param source where the streams live
/// @param allowedOrigins web origins whose pages may sync from another host or port, `*` for all
/// @param tls what to show over TLS; empty means HTTP without encryption
public record UpConfig(
    InetAddress address,
    int port,
    boolean exposed,
    BasinName basin,
    S2Source source,
    List<String> allowedOrigins,
    Optional<Tls> tls) {
  private static final int MAX_PORT = 65_535;

  public UpConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
    if (port < 0 || port > MAX_PORT) {
      throw new InvalidOptionException(
          "--port " + port + " is no port. Give a number from 1 to 65535, or 0 for any free one");
    }
    if (!exposed && !address.isLoopbackAddress()) {
      throw new InvalidOptionException(
          "--host "
              + address.getHostAddress()
              + " is reachable from other machines, and Weir has no access control yet: whoever"
              + " reaches the port can read and write every store. Leave --host out to listen on"
              + " 127.0.0.1 only, or add --insecure if the network in front of it keeps others"
              + " out");
    }
  }
}
