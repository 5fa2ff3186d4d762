package dev.weir.app.config;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.s2.BasinName;
import dev.weir.s2.InvalidInputException;

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
