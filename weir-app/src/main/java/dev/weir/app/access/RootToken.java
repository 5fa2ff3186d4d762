package dev.weir.app.access;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.AccessToken;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the S2 API's root token comes from: the environment or a file.
public final class RootToken {
  /// The environment variable that holds it.
  public static final String VARIABLE = "WEIR_ROOT_TOKEN";

  /// The option that names the file with it.
  public static final String FILE_OPTION = "--root-token-file";

  private static final GuardToken SOURCE = new GuardToken("a root token", VARIABLE, FILE_OPTION);

  private RootToken() {}

  /// The token, if one is given.
  ///
  /// @throws InvalidOptionException if it is given twice, cannot be read, or is no token
  public static Optional<AccessToken> find(Map<String, String> environment, Optional<Path> file) {
    return SOURCE.find(environment, file);
  }
}
