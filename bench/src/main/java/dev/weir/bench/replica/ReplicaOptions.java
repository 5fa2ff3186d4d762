package dev.weir.bench.replica;

import dev.weir.bench.run.Checkout;
import dev.weir.bench.run.Output;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How the benchmark of a replica runs.
@Command(
    name = "weir bench --replica",
    description =
        "Measures a replica of a store (docs/replica.md), each figure beside its goal and beside"
            + " that of the npm client for the same work, and writes the table to"
            + " bench/target/report-replica.txt. Takes some minutes.")
final class ReplicaOptions {
  private static final int QUICK = 20;

  @Option(
      names = "--quick",
      description = "A twentieth of the work, to see that it works; the figures mean little")
  private boolean quick;

  @Option(
      names = "--no-npm",
      description = "Leave the npm client out; it is left out as well where there is no Node")
  private boolean withoutNpm;

  @Mixin private Checkout checkout = new Checkout();
  @Mixin private Output output = new Output();

  Path root() {
    return checkout.root();
  }

  Output output() {
    return output;
  }

  boolean withNpm() {
    return !withoutNpm;
  }

  /// What the work is divided by.
  int scale() {
    return quick ? QUICK : 1;
  }
}
