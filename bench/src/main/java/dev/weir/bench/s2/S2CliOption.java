package dev.weir.bench.s2;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option that names S2's own program.
public final class S2CliOption {
  @Option(
      names = "--cli",
      paramLabel = "FILE",
      description = "The program `s2`. Default: $S2_CLI, then `s2` on the PATH")
  private Optional<Path> file = Optional.empty();

  /// The program, where it was named.
  public Optional<Path> file() {
    return file.map(Path::toAbsolutePath);
  }
}
