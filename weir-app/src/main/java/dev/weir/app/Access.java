package dev.weir.app;

import dev.weir.s2.AccessToken;
import java.util.List;
import java.util.Optional;

/// Who may use what Weir serves.
///
/// @param exposed whether the operator accepts that anybody who reaches the address may read and
///   write every store; needed for any address but the loopback, as LiveStore sync has no access
///   control, whatever guards the S2 API
/// @param allowedOrigins web origins whose pages may sync from another host or port, `*` for all
/// @param rootToken whose holder may do everything on the S2 API, which then serves nobody without
///   a token; empty means that it serves everybody
public record Access(
    boolean exposed, List<String> allowedOrigins, Optional<AccessToken> rootToken) {
  public Access {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /// Everybody on this machine may do everything.
  public static Access onThisMachine() {
    return new Access(false, List.of(), Optional.empty());
  }

  /// The same with a root token.
  public Access withRootToken(AccessToken token) {
    return new Access(exposed, allowedOrigins, Optional.of(token));
  }
}
