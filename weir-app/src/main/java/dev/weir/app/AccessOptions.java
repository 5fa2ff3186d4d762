package dev.weir.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of [Access].
final class AccessOptions {
  @Option(
      names = "--insecure",
      description =
          "Allow a --host that other machines reach. LiveStore sync has no access control: whoever"
              + " reaches the port can read and write every store, whatever guards the S2 API")
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

  Access toAccess(Map<String, String> environment) {
    return new Access(insecure, allowedOrigins, RootToken.find(environment, rootTokenFile));
  }
}
