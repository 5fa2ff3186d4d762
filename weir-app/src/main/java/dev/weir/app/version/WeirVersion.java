package dev.weir.app.version;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The program's version, from the manifest of its jar.
public final class WeirVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  /// As `weir 0.1.0 on Java 25`.
  public static String text() {
    var version =
        Optional.ofNullable(WeirVersion.class.getPackage().getImplementationVersion())
            .orElse("(unpackaged)");
    return "weir " + version + " on Java " + Runtime.version();
  }
}
