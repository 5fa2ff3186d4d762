package dev.weir.app.place;

import dev.weir.app.config.OptionValues;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.InvalidOptionException;
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
    var place = OptionValues.basin(basin);
    var stores = OptionValues.streamNaming(naming);
    return new Place(connection.open(environment), place, stores);
  }
}
