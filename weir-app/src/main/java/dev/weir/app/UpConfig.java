package dev.weir.app;

import dev.weir.s2.AccessToken;
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
///   write every store; needed for any address but the loopback, as LiveStore sync has no access
///   control, whatever guards the S2 API
/// @param basin the basin that holds the stores' streams
/// @param source where the streams live
/// @param allowedOrigins web origins whose pages may sync from another host or port, `*` for all
/// @param tls what to show over TLS; empty means HTTP without encryption
/// @param rootToken whose holder may do everything on the S2 API, which then serves nobody without
///   a token; empty means that it serves everybody
public record UpConfig(
    InetAddress address,
    int port,
    boolean exposed,
    BasinName basin,
    S2Source source,
    List<String> allowedOrigins,
    Optional<Tls> tls,
    Optional<AccessToken> rootToken) {
  private static final int MAX_PORT = 65_535;

  public UpConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
    if (port < 0 || port > MAX_PORT) {
      throw new InvalidOptionException(
          "--port " + port + " is no port. Give a number from 1 to 65535, or 0 for any free one");
    }
    if (rootToken.isPresent() && !source.isEmbedded()) {
      throw new InvalidOptionException(
          "a root token guards the S2 API of the embedded store, which --s2-endpoint leaves out."
              + " Unset "
              + RootToken.VARIABLE
              + " and leave out "
              + RootToken.FILE_OPTION);
    }
    if (!exposed && !address.isLoopbackAddress()) {
      throw new InvalidOptionException(
          "--host "
              + address.getHostAddress()
              + " is reachable from other machines, and LiveStore sync at /api/s2 has no access"
              + " control yet: whoever reaches the port can read and write every store"
              + openApi(source, rootToken)
              + ". Leave --host out to listen on 127.0.0.1 only, or add --insecure if the network"
              + " in front of it keeps others out");
    }
  }

  private static String openApi(S2Source source, Optional<AccessToken> rootToken) {
    if (!source.isEmbedded()) {
      return "";
    }
    return rootToken.isPresent()
        ? " (the S2 API at /v1 asks for an access token)"
        : ", and every stream at /v1 unless " + RootToken.VARIABLE + " is set";
  }
}
