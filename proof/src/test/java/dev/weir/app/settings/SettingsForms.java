package dev.weir.app.settings;

import dev.weir.app.exit.InvalidOptionException;
import java.io.StringReader;
import java.nio.file.Path;

/// Gives any text to what reads `weir.conf`, which no one else may call.
public final class SettingsForms {
  private SettingsForms() {}

  /// The file is read, or refused.
  public static void readFile(String file) {
    try {
      Object unused = SettingsFile.read(Path.of("weir.conf"), new StringReader(file));
    } catch (InvalidOptionException e) {
      // refused, as it may be
    }
  }
}
