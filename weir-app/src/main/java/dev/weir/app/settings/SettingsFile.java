package dev.weir.app.settings;

import dev.weir.app.exit.InvalidOptionException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// A file with a line `name = value` for each option, where the name is the option's without its
/// dashes, or the same behind a command's name and a dot.
///
/// @param path empty if there is none
record SettingsFile(Optional<Path> path, Map<String, String> values) {
  static final String OPTION = "--config";
  static final String VARIABLE = "WEIR_CONFIG";
  static final Path USUAL = Path.of("weir.conf");

  /// The file that is named by `--config`, or else by the variable, or else `weir.conf` if there is
  /// one.
  ///
  /// @throws InvalidOptionException if one is named and cannot be read
  static SettingsFile find(Optional<String> named, Map<String, String> environment) {
    var path = named.or(() -> Optional.ofNullable(environment.get(VARIABLE))).map(Path::of);
    if (path.isEmpty() && !Files.exists(USUAL)) {
      return new SettingsFile(Optional.empty(), Map.of());
    }
    return read(path.orElse(USUAL));
  }

  private static SettingsFile read(Path path) {
    try (var reader = Files.newBufferedReader(path)) {
      return read(path, reader);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /// @param path what messages name
  static SettingsFile read(Path path, Reader reader) {
    var properties = new Properties();
    try {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
    var values = new TreeMap<String, String>();
    properties
        .stringPropertyNames()
        .forEach(name -> values.put(name, properties.getProperty(name)));
    return new SettingsFile(Optional.of(path), values);
  }

  private static InvalidOptionException unreadable(Path path, Exception why) {
    return new InvalidOptionException(OPTION + " " + path + " cannot be read: " + why, why);
  }
}
