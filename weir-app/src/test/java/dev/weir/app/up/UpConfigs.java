package dev.weir.app.up;

import dev.weir.app.config.UpConfig;
import java.util.Map;
import picocli.CommandLine;

/// What `weir up` would run with, for tests of other packages.
public final class UpConfigs {
  private UpConfigs() {}

  public static UpConfig of(Map<String, String> environment, String... options) {
    var up = new UpCommand();
    new CommandLine(up).parseArgs(options);
    return up.toConfig(environment);
  }
}
