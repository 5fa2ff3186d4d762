package dev.weir.app.access;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.AccessToken;
import dev.weir.s2.InvalidInputException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the S2 API's root token comes from: the environment or a file. Never an option's value,
/// which everybody on the machine could read in the list of processes.
public final class RootToken {
  /// The environment variable that holds it.
  public static final String VARIABLE = "WEIR_ROOT_TOKEN";

  /// The option that names the file with it.
  public static final String FILE_OPTION = "--root-token-file";

  /// 128 random bits in hexadecimal. A shorter one might be guessed: nothing slows guesses down.
  private static final int LEAST_CHARS = 32;

  private RootToken() {}

  /// The token, if one is given.
  ///
  /// @throws InvalidOptionException if it is given twice, cannot be read, or is no token
  public static Optional<AccessToken> find(Map<String, String> environment, Optional<Path> file) {
    var fromEnvironment =
        Optional.ofNullable(environment.get(VARIABLE)).filter(value -> !value.isBlank());
    if (file.isPresent() && fromEnvironment.isPresent()) {
      throw new InvalidOptionException(
          FILE_OPTION + " and " + VARIABLE + " are both given. Give one of them");
    }
    return file.map(path -> parse(FILE_OPTION + " " + path, read(path)))
        .or(() -> fromEnvironment.map(value -> parse(VARIABLE, value)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new InvalidOptionException(FILE_OPTION + " " + file + " holds no text", e);
    } catch (IOException e) {
      throw new InvalidOptionException(
          FILE_OPTION + " " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static AccessToken parse(String source, String text) {
    String value = text.strip();
    if (value.length() < LEAST_CHARS) {
      throw new InvalidOptionException(
          source
              + ": a root token has at least "
              + LEAST_CHARS
              + " characters, as it must not be guessed. Make one with `openssl rand -hex 32`");
    }
    try {
      return new AccessToken(value);
    } catch (InvalidInputException e) {
      throw new InvalidOptionException(source + ": " + e.getMessage(), e);
    }
  }
}
