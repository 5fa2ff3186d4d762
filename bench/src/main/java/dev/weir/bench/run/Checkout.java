package dev.weir.bench.run;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The option that says where the checkout is, with `weir` and `bench/`.
public final class Checkout {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The checkout. Default: the current directory")
  private Path root = Path.of("");

  /// The checkout.
  public Path root() {
    return root.toAbsolutePath();
  }
}
