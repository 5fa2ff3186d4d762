package dev.weir.app.up;

import dev.weir.app.config.S2Source;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.AccessToken;
import dev.weir.s2.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The ways to say where the streams live, of which at most one is given.
final class SourceOptions {
  private static final String TOKEN_VARIABLE = "S2_ACCESS_TOKEN";
  private static final String CLOUD = "cloud";
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
      names = "--s2-endpoint",
      paramLabel = "URL",
      description =
          "Keep the streams in the S2 at URL instead of the embedded store; the word cloud is S2"
              + " Cloud")
  private Optional<String> endpoint = Optional.empty();

  S2Source toSource(Map<String, String> environment) {
    var accessToken =
        Optional.ofNullable(environment.get(TOKEN_VARIABLE))
            .filter(token -> !token.isBlank())
            .map(SourceOptions::accessToken);
    if (memory) {
      return new S2Source.InMemory();
    }
    return endpoint
        .map(url -> remote(url, accessToken))
        .orElseGet(() -> new S2Source.OnDisk(dataDir.orElse(DEFAULT_DATA_DIR)));
  }

  private static S2Source remote(String url, Optional<AccessToken> accessToken) {
    if (!url.equals(CLOUD)) {
      return new S2Source.Elsewhere(uri(url), accessToken);
    }
    return new S2Source.Cloud(
        accessToken.orElseThrow(() ->
            new InvalidOptionException(
                "S2 Cloud asks for an access token. Put it into " + TOKEN_VARIABLE)));
  }

  /// Copied from a browser, an address without a path ends with a slash. S2's own rule would take
  /// that for a path, and look for the API there and not below `/v1`.
  private static URI uri(String url) {
    try {
      var uri = new URI(url);
      return "/".equals(uri.getRawPath()) ? new URI(url.substring(0, url.length() - 1)) : uri;
    } catch (URISyntaxException e) {
      throw new InvalidOptionException("--s2-endpoint " + url + " is no URL", e);
    }
  }

  private static AccessToken accessToken(String value) {
    try {
      return new AccessToken(value);
    } catch (InvalidInputException e) {
      throw new InvalidOptionException(TOKEN_VARIABLE + ": " + e.getMessage(), e);
    }
  }
}
