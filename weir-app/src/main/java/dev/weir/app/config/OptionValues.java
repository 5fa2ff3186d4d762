package dev.weir.app.config;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinName;
import dev.weir.s2.InvalidInputException;
import java.util.Map;
import java.util.Optional;

/// What the values of options mean that several commands have.
public final class OptionValues {
  private OptionValues() {}

  /// The value of `--basin`.
  ///
  /// @throws InvalidOptionException if no basin can have that name
  public static BasinName basin(String name) {
    try {
      return new BasinName(name);
    } catch (InvalidInputException e) {
      throw new InvalidOptionException("--basin " + name + ": " + e.getMessage(), e);
    }
  }

  /// The access token in an environment variable; empty where it is not set, or blank.
  ///
  /// @throws InvalidOptionException if what it holds is none
  public static Optional<AccessToken> accessToken(
      Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(value -> accessToken(variable, value));
  }

  /// An access token, without the space around it that copying adds.
  ///
  /// @param source where it comes from, for messages, which never show it
  /// @throws InvalidOptionException if it is none
  public static AccessToken accessToken(String source, String text) {
    try {
      return new AccessToken(text.strip());
    } catch (InvalidInputException e) {
      throw new InvalidOptionException(source + ": " + e.getMessage(), e);
    }
  }

  /// The value of `--stream-naming`.
  ///
  /// @throws InvalidOptionException if it is none
  public static StreamNaming streamNaming(String name) {
    return switch (name) {
      case "distinct" -> StreamNaming.DISTINCT;
      case "original" -> StreamNaming.ORIGINAL;
      default ->
          throw new InvalidOptionException(
              "--stream-naming " + name + ": it is either distinct or original");
    };
  }
}
