package dev.weir.app;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The program's version, from the manifest of its jar.
final class WeirVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  static String text() {
    var version =
        Optional.ofNullable(Weir.class.getPackage().getImplementationVersion())
            .orElse("(unpackaged)");
    return "weir " + version + " on Java " + Runtime.version();
  }
}
