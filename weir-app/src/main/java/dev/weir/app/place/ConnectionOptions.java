package dev.weir.app.place;

import dev.weir.app.config.S2Source;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.observe.LogFormat;
import dev.weir.app.observe.Logging;
import dev.weir.s2.S2;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say which S2 a command works on.
public final class ConnectionOptions {
  /// Where a Weir listens that was told nothing else.
  static final String DEFAULT_ENDPOINT = "http://127.0.0.1:8080";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "A running Weir, or any other S2; the word cloud is S2 Cloud. Default: "
              + DEFAULT_ENDPOINT)
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory of a Weir that is stopped, instead of --endpoint")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "The access token for --endpoint is in FILE. Otherwise the one in the environment"
              + " variable S2_ACCESS_TOKEN is sent, and to this machine the one in WEIR_ROOT_TOKEN"
              + " before it")
  private Optional<Path> tokenFile = Optional.empty();

  /// Opens it.
  ///
  /// @throws InvalidOptionException if it is named wrongly, or twice
  public S2 open(Map<String, String> environment) {
    Logging.configure(false, LogFormat.TEXT);
    return Connection.to(source(environment));
  }

  private S2Source source(Map<String, String> environment) {
    if (data.isPresent() && endpoint.isPresent()) {
      throw new InvalidOptionException("--data and --endpoint are both given. Give one of them");
    }
    return data.<S2Source>map(S2Source.OnDisk::new)
        .orElseGet(() ->
            Endpoint.parse("--endpoint", endpoint.orElse(DEFAULT_ENDPOINT))
                .withToken(tokenFile, environment));
  }
}
