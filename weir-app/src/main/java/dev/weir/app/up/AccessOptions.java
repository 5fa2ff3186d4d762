package dev.weir.app.up;

import dev.weir.app.access.ConsoleToken;
import dev.weir.app.access.Guards;
import dev.weir.app.access.RootToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of [Guards].
final class AccessOptions {
  @Option(
      names = "--insecure",
      description =
          "Allow a --host that other machines reach although something is not guarded: LiveStore"
              + " sync, or the S2 API at /v1. Whoever reaches the port can use it")
  private boolean insecure;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      description =
          "A web origin whose pages may sync with this Weir, such as http://localhost:5173; may be"
              + " repeated, * is all. Pages served from Weir's own address need none")
  private List<String> allowedOrigins = List.of();

  @Option(
      names = RootToken.FILE_OPTION,
      paramLabel = "FILE",
      description =
          "Have the S2 API at /v1 ask for access tokens; the one in FILE may do everything. The"
              + " environment variable WEIR_ROOT_TOKEN does the same")
  private Optional<Path> rootTokenFile = Optional.empty();

  @Option(
      names = ConsoleToken.FILE_OPTION,
      paramLabel = "FILE",
      description =
          "Have the console at /console ask for the token in FILE. Without one it serves this"
              + " machine alone, and nobody where something else is guarded. The environment"
              + " variable WEIR_CONSOLE_TOKEN does the same")
  private Optional<Path> consoleTokenFile = Optional.empty();

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description =
          "A name that requests may be for, besides localhost; may be repeated. Without one, what"
              + " is open to everybody on this machine answers by localhost and by addresses alone,"
              + " and all else by any name")
  private List<String> allowedHosts = List.of();

  @Mixin private SyncAccessOptions sync = new SyncAccessOptions();

  Guards toGuards(Map<String, String> environment) {
    return new Guards(
        insecure,
        allowedOrigins,
        allowedHosts,
        sync.toAccess(environment),
        RootToken.find(environment, rootTokenFile),
        ConsoleToken.find(environment, consoleTokenFile));
  }
}
