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

/// A token of the operator's that comes from the environment or a file. Never an option's value,
/// which everybody on the machine could read in the list of processes.
///
/// @param what as in "a root token"
/// @param variable the environment variable that holds it
/// @param fileOption the option that names the file with it
record GuardToken(String what, String variable, String fileOption) {
  /// 128 random bits in hexadecimal. A shorter one might be guessed: nothing slows guesses down.
  private static final int LEAST_CHARS = 32;

  Optional<AccessToken> find(Map<String, String> environment, Optional<Path> file) {
    var fromEnvironment =
        Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    if (file.isPresent() && fromEnvironment.isPresent()) {
      throw new InvalidOptionException(
          fileOption + " and " + variable + " are both given. Give one of them");
    }
    return file.map(path -> parse(fileOption + " " + path, read(path)))
        .or(() -> fromEnvironment.map(value -> parse(variable, value)));
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new InvalidOptionException(fileOption + " " + file + " holds no text", e);
    } catch (IOException e) {
      throw new InvalidOptionException(
          fileOption + " " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private AccessToken parse(String source, String text) {
    String value = text.strip();
    if (value.length() < LEAST_CHARS) {
      throw new InvalidOptionException(
          source
              + ": "
              + what
              + " has at least "
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
