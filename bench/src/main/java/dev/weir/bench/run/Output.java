package dev.weir.bench.run;

import dev.weir.bench.figures.PartResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option by which the report says where it waits for a benchmark's figures.
public final class Output {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      hidden = true,
      description = "Also write the figures to FILE")
  private Optional<Path> json = Optional.empty();

  /// The file, where somebody waits for it.
  public Optional<Path> json() {
    return json.map(Path::toAbsolutePath);
  }

  /// Writes the figures, where somebody waits for them.
  public void write(PartResult result) throws IOException {
    if (json.isPresent()) {
      result.write(json.get().toAbsolutePath());
    }
  }
}
