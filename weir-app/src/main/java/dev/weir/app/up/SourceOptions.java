package dev.weir.app.up;

import dev.weir.app.config.OptionValues;
import dev.weir.app.config.S2Address;
import dev.weir.app.config.S2Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The ways to say where the streams live, of which at most one is given.
final class SourceOptions {
  private static final String ENDPOINT_OPTION = "--s2-endpoint";
  private static final Path DEFAULT_DATA_DIR = Path.of("weir-data");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the streams in DIR, durably. Default: ./weir-data")
  private Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--memory",
      description = "Keep the streams in memory: all is gone when the program ends")
  private boolean memory;

  @Option(
      names = ENDPOINT_OPTION,
      paramLabel = "URL",
      description =
          "Keep the streams in the S2 at URL instead of the embedded store; the word cloud is S2"
              + " Cloud")
  private Optional<String> endpoint = Optional.empty();

  S2Source toSource(Map<String, String> environment) {
    var accessToken = OptionValues.accessToken(environment, S2Address.TOKEN_VARIABLE);
    if (memory) {
      return new S2Source.InMemory();
    }
    return endpoint
        .map(text -> S2Address.parse(ENDPOINT_OPTION, text).withToken(accessToken))
        .orElseGet(() -> new S2Source.OnDisk(dataDir.orElse(DEFAULT_DATA_DIR)));
  }
}
