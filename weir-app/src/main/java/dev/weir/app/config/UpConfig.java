package dev.weir.app.config;

import dev.weir.app.access.Guards;
import dev.weir.app.access.RootToken;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.listen.Listen;
import dev.weir.app.observe.TracingVariables;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `weir up` runs: where it listens, where its streams live and who may use them. A value that
/// exists is valid: the constructor throws [InvalidOptionException] if the parts do not go
/// together, such as an address that is not the loopback although `guards` do not say `exposed`.
///
/// Start from [#on(S2Source)] and change what differs.
///
/// @param basin the basin that holds the stores' streams
/// @param streamNaming which stream of the basin holds a store
/// @param source where the streams live
/// @param rules what clients of LiveStore sync may do
/// @param tracing where traces go
public record UpConfig(
    Listen listen,
    S2Source source,
    BasinName basin,
    StreamNaming streamNaming,
    Guards guards,
    Rules rules,
    TracingVariables tracing) {
  /// Of whoever names no other.
  public static final String DEFAULT_BASIN = "livestore";

  public UpConfig {
    requireGuardable(source, guards.rootToken());
    requireReachIsMeant(listen, source, guards);
    requireTakeable(listen, source);
  }

  /// Streams in `source`, served to this machine alone on a free port.
  public static UpConfig on(S2Source source) {
    return new UpConfig(
        Listen.onLoopback(),
        source,
        new BasinName(DEFAULT_BASIN),
        StreamNaming.DISTINCT,
        Guards.onThisMachine(),
        Rules.defaults(),
        TracingVariables.none());
  }

  /// The same, listening elsewhere or otherwise.
  public UpConfig withListen(Listen listen) {
    return new UpConfig(listen, source, basin, streamNaming, guards, rules, tracing);
  }

  /// The same, with stores in streams of other names.
  public UpConfig withStreamNaming(StreamNaming naming) {
    return new UpConfig(listen, source, basin, naming, guards, rules, tracing);
  }

  /// The same for others.
  public UpConfig withGuards(Guards guards) {
    return new UpConfig(listen, source, basin, streamNaming, guards, rules, tracing);
  }

  /// The same with other rules.
  public UpConfig withRules(Rules rules) {
    return new UpConfig(listen, source, basin, streamNaming, guards, rules, tracing);
  }

  /// The same with traces.
  public UpConfig withTracing(TracingVariables tracing) {
    return new UpConfig(listen, source, basin, streamNaming, guards, rules, tracing);
  }

  /// The data directory, if this process takes it over and hands it over.
  public Optional<Path> handedOverDirectory() {
    return listen.socket() == Listen.Socket.TAKEN_OVER
            && source instanceof S2Source.OnDisk(var dataDir)
        ? Optional.of(dataDir)
        : Optional.empty();
  }

  private static void requireTakeable(Listen listen, S2Source source) {
    if (listen.socket() == Listen.Socket.TAKEN_OVER && !(source instanceof S2Source.OnDisk)) {
      throw new InvalidOptionException(
          "--takeover takes over a data directory. With --s2-endpoint two may serve at once: start"
              + " the new one with --reuse-port, as the old one was, and then end the old one");
    }
  }

  private static void requireGuardable(S2Source source, Optional<AccessToken> rootToken) {
    if (rootToken.isPresent() && !source.isEmbedded()) {
      throw new InvalidOptionException(
          "a root token guards the S2 API of the embedded store, which --s2-endpoint leaves out."
              + " Unset "
              + RootToken.VARIABLE
              + " and leave out "
              + RootToken.FILE_OPTION);
    }
  }

  private static void requireReachIsMeant(Listen listen, S2Source source, Guards guards) {
    if (guards.exposed() || listen.address().isLoopbackAddress()) {
      return;
    }
    boolean apiIsOpen = source.isEmbedded() && guards.rootToken().isEmpty();
    if (!guards.sync().isGuarded() || apiIsOpen) {
      throw new InvalidOptionException(
          "--host "
              + listen.address().getHostAddress()
              + " is reachable from other machines, and whoever reaches the port could read and"
              + " write every store"
              + String.join(",", unguarded(guards, apiIsOpen))
              + ". Leave --host out to listen on 127.0.0.1 only, or add --insecure if the network"
              + " in front of it keeps others out");
    }
  }

  private static List<String> unguarded(Guards guards, boolean apiIsOpen) {
    var open = new ArrayList<String>();
    if (!guards.sync().isGuarded()) {
      open.add(
          " at /api/s2: guard LiveStore sync with --sync-tokens, --jwt-jwks-url or --auth-callback");
    }
    if (apiIsOpen) {
      open.add(" at /v1: guard the S2 API with " + RootToken.VARIABLE);
    }
    return open;
  }
}
