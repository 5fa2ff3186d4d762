package dev.weir.app.access;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.AccessToken;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the token comes from by which an operator logs in to the console: the environment or a
/// file.
public final class ConsoleToken {
  /// The environment variable that holds it.
  public static final String VARIABLE = "WEIR_CONSOLE_TOKEN";

  /// The option that names the file with it.
  public static final String FILE_OPTION = "--console-token-file";

  private static final GuardToken SOURCE = new GuardToken("a console token", VARIABLE, FILE_OPTION);

  private ConsoleToken() {}

  /// The token, if one is given.
  ///
  /// @throws InvalidOptionException if it is given twice, cannot be read, or is no token
  public static Optional<AccessToken> find(Map<String, String> environment, Optional<Path> file) {
    return SOURCE.find(environment, file);
  }
}
