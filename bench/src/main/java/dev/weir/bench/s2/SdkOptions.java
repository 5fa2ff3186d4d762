package dev.weir.bench.s2;

import dev.weir.bench.run.Checkout;
import dev.weir.bench.run.Output;
import dev.weir.bench.run.Rounds;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How the benchmark of the SDK runs.
@Command(
    name = "weir bench --sdk",
    description =
        "Measures Weir's S2 SDK beside S2's TypeScript SDK, and beside `s2 bench`, which is S2's"
            + " Rust SDK, where the program `s2` is found; all on one server, in turns. Writes the"
            + " figures to bench/target/report-sdk.txt. Needs Node with npm, and a built tree"
            + " (./weir build) unless another server is named.")
final class SdkOptions {
  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "The server. Default: starts ./weir up --memory")
  private Optional<URI> endpoint = Optional.empty();

  @Mixin private Checkout checkout = new Checkout();
  @Mixin private Rounds rounds = new Rounds(5, 4);
  @Mixin private S2CliOption cli = new S2CliOption();
  @Mixin private Output output = new Output();

  Path root() {
    return checkout.root();
  }

  Rounds rounds() {
    return rounds;
  }

  /// The `s2` program, where it was named.
  Optional<Path> cli() {
    return cli.file();
  }

  Output output() {
    return output;
  }

  /// The server, if it runs already.
  Optional<URI> endpoint() {
    return endpoint;
  }
}
