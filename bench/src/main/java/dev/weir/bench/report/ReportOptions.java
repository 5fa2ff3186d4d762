package dev.weir.bench.report;

import dev.weir.bench.run.Checkout;
import dev.weir.bench.s2.S2CliOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How the report is made.
@Command(
    name = "weir bench --report",
    description = {
      "Runs every benchmark one after the other, unattended, and writes DIR/report.md with plots"
          + " (SVG), the figures of each part (JSON) and a description of the machine. Needs a"
          + " built tree (./weir build); what is measured beside Weir takes part where it is found:"
          + " Node with npm, and the program `s2`. Takes about an hour on two processors, and wants"
          + " the machine for itself.",
      "",
      "A part's figures are written when it is over. The same command goes on where the last one"
          + " was ended: it measures the parts that DIR has no figures of."
    })
final class ReportOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where the report goes. Default: bench/target/report")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--quick",
      description =
          "A look of some minutes at less of everything, to see that it works; the figures mean"
              + " little")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      converter = PartIds.class,
      completionCandidates = PartIds.class,
      description = "These parts alone, with commas between: ${COMPLETION-CANDIDATES}")
  private List<Part> only = List.of(Part.values());

  @Option(names = "--again", description = "Measure parts that DIR has figures of too")
  private boolean again;

  @Mixin private Checkout checkout = new Checkout();
  @Mixin private S2CliOption cli = new S2CliOption();

  Path root() {
    return checkout.root();
  }

  /// Where the report goes.
  Path directory() {
    return directory
        .map(Path::toAbsolutePath)
        .orElseGet(() -> root().resolve("bench/target/report"));
  }

  /// What is measured, in order.
  List<Part> parts() {
    return only.stream().sorted().distinct().toList();
  }

  boolean isQuick() {
    return quick;
  }

  /// Whether parts are measured that the directory has figures of.
  boolean again() {
    return again;
  }

  /// The program `s2`, where it was named.
  Optional<Path> cli() {
    return cli.file();
  }
}
