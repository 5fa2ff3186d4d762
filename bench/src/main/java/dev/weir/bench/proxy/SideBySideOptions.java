package dev.weir.bench.proxy;

import dev.weir.bench.run.Checkout;
import dev.weir.bench.run.Output;
import dev.weir.bench.run.Rounds;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// How the benchmark beside the documented proxy runs.
@Command(
    name = "weir bench",
    description =
        "Measures Weir beside the API proxy of LiveStore's documentation in front of the same S2"
            + " API, on this machine and over loopback alone, and writes the figures to"
            + " bench/target/report.txt. Needs a built tree (./weir build) and Node with npm. Takes"
            + " about three minutes.")
final class SideBySideOptions {
  private static final int STARTS = 9;
  private static final int STARTS_OF_QUICK = 3;

  @Mixin private Checkout checkout = new Checkout();
  @Mixin private Rounds rounds = new Rounds(3, 4);
  @Mixin private Output output = new Output();

  Path root() {
    return checkout.root();
  }

  Rounds rounds() {
    return rounds;
  }

  Output output() {
    return output;
  }

  /// How often the program is started to time it.
  int starts() {
    return rounds.isQuick() ? STARTS_OF_QUICK : STARTS;
  }
}
