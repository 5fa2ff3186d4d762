package dev.weir.bench.s2;

import dev.weir.bench.run.Checkout;
import dev.weir.bench.run.Output;
import dev.weir.bench.run.Range;
import dev.weir.bench.run.Rounds;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How the benchmark beside s2-lite runs.
@Command(
    name = "weir bench --s2",
    description =
        "Measures Weir's S2 API beside s2-lite, S2's own server, with S2's own load generator (`s2"
            + " bench`), on this machine and over loopback alone: durable beside durable on the"
            + " same disk, memory beside memory. Writes the figures to bench/target/report-s2.txt."
            + " Needs a built tree (./weir build) and the program `s2` (cargo install --locked"
            + " s2-cli).")
final class S2Options {
  static final class RecordBytes extends Range {
    RecordBytes() {
      super(128, 999_999);
    }
  }

  @Option(
      names = "--record",
      paramLabel = "N",
      converter = RecordBytes.class,
      description =
          "The metered size of a record in bytes, 128 to 999999. Default: ${DEFAULT-VALUE}")
  private int recordBytes = 8 * 1024;

  @Mixin private Checkout checkout = new Checkout();
  @Mixin private Rounds rounds = new Rounds(5, 5);
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

  /// The metered size of a record.
  int recordBytes() {
    return recordBytes;
  }
}
