package dev.weir.bench.load;

import dev.weir.bench.run.Checkout;
import dev.weir.bench.run.Range;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What both commands may be told.
abstract class LoadOptions {
  static final class Positive extends Range {
    Positive() {
      super(1, 999_999);
    }
  }

  @Option(
      names = "--clients",
      paramLabel = "N",
      converter = Positive.class,
      description = "Clients that are there at once. Default: ${DEFAULT-VALUE}")
  private int clients;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where to write. Default: bench/target")
  private Optional<Path> report = Optional.empty();

  @Mixin private Checkout checkout = new Checkout();

  LoadOptions(int clients) {
    this.clients = clients;
  }

  Path root() {
    return checkout.root();
  }

  int clients() {
    return clients;
  }

  /// Where the report is written.
  Path report() {
    return report.map(Path::toAbsolutePath).orElseGet(() -> root().resolve("bench/target"));
  }
}
