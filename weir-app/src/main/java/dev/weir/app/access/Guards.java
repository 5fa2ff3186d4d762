package dev.weir.app.access;

import dev.weir.app.listen.Listen;
import dev.weir.livestore.proxy.http.HostCheck;
import dev.weir.s2.AccessToken;
import java.util.List;
import java.util.Optional;

/// Who may use what Weir serves.
///
/// @param exposed whether the operator accepts that anybody who reaches the address may use what
///   nothing guards; needed for any address but the loopback, unless everything is guarded
/// @param allowedOrigins web origins whose pages may sync from another host or port, `*` for all
/// @param allowedHosts names that Weir answers by besides `localhost`. Where there are none, what
///   is guarded, or is not on the loopback address, answers by any
/// @param sync who may sync
/// @param rootToken whose holder may do everything on the S2 API, which then serves nobody without
///   a token; empty means that it serves everybody
/// @param consoleToken by which an operator logs in to the console; empty means that it serves this
///   machine alone, and nobody where something else is guarded
public record Guards(
    boolean exposed,
    List<String> allowedOrigins,
    List<String> allowedHosts,
    SyncAccess sync,
    Optional<AccessToken> rootToken,
    Optional<AccessToken> consoleToken) {
  public Guards {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedHosts = List.copyOf(allowedHosts);
  }

  /// Everybody on this machine may do everything.
  public static Guards onThisMachine() {
    return new Guards(
        false, List.of(), List.of(), SyncAccess.open(), Optional.empty(), Optional.empty());
  }

  /// The same with a root token.
  public Guards withRootToken(AccessToken token) {
    return new Guards(
        exposed, allowedOrigins, allowedHosts, sync, Optional.of(token), consoleToken);
  }

  /// The same with a token for the console.
  public Guards withConsoleToken(AccessToken token) {
    return new Guards(exposed, allowedOrigins, allowedHosts, sync, rootToken, Optional.of(token));
  }

  /// The same, syncing with these alone.
  public Guards withSync(SyncAccess sync) {
    return new Guards(exposed, allowedOrigins, allowedHosts, sync, rootToken, consoleToken);
  }

  /// The names by which LiveStore sync answers.
  public HostCheck syncHosts(Listen listen) {
    return hosts(listen, sync.isGuarded());
  }

  /// The names by which the S2 API answers.
  public HostCheck apiHosts(Listen listen) {
    return hosts(listen, rootToken.isPresent());
  }

  /// The names by which the console answers.
  public HostCheck consoleHosts(Listen listen) {
    return hosts(listen, consoleToken.isPresent());
  }

  private HostCheck hosts(Listen listen, boolean guarded) {
    boolean open = allowedHosts.isEmpty() && (guarded || !listen.address().isLoopbackAddress());
    return open ? HostCheck.any() : HostCheck.localhostAnd(allowedHosts);
  }
}
