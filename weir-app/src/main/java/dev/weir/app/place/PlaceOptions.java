package dev.weir.app.place;

import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.s2.BasinName;
import dev.weir.s2.InvalidInputException;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say where the streams are.
public final class PlaceOptions {
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--basin",
      paramLabel = "NAME",
      description = "The basin with the stores' streams. Default: " + UpConfig.DEFAULT_BASIN)
  private String basin = UpConfig.DEFAULT_BASIN;

  @Option(
      names = "--stream-naming",
      paramLabel = "distinct|original",
      description = "The stream of a store, as in `weir up`. Default: distinct")
  private String naming = "distinct";

  /// Opens the place.
  ///
  /// @throws InvalidOptionException if it is named wrongly, or twice
  public Place open(Map<String, String> environment) {
    var place = basin(basin);
    var stores = naming(naming);
    return new Place(connection.open(environment), place, stores);
  }

  static BasinName basin(String name) {
    try {
      return new BasinName(name);
    } catch (InvalidInputException e) {
      throw new InvalidOptionException("--basin " + name + ": " + e.getMessage(), e);
    }
  }

  private static StreamNaming naming(String name) {
    return switch (name) {
      case "distinct" -> StreamNaming.DISTINCT;
      case "original" -> StreamNaming.ORIGINAL;
      default ->
          throw new InvalidOptionException(
              "--stream-naming " + name + ": it is either distinct or original");
    };
  }
}
