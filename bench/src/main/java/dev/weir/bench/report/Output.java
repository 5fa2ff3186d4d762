package dev.weir.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The words that a benchmark was started with, and where the report waits for its figures: the
/// file behind `--json`.
public record Output(List<String> words, Optional<Path> json) {
  public static Output of(String... args) {
    var words = new ArrayList<>(List.of(args));
    var at = words.indexOf("--json");
    if (at < 0) {
      return new Output(words, Optional.empty());
    }
    if (at + 1 == words.size()) {
      throw new IllegalArgumentException("--json needs a file");
    }
    var json = Path.of(words.get(at + 1)).toAbsolutePath();
    words.subList(at, at + 2).clear();
    return new Output(words, Optional.of(json));
  }

  /// Writes the figures, where somebody waits for them.
  public void write(PartResult result) throws IOException {
    if (json.isPresent()) {
      result.write(json.get());
    }
  }
}
