package dev.weir.app.place;

import dev.weir.app.access.RootToken;
import dev.weir.app.config.S2Source;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.AccessToken;
import dev.weir.s2.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The address of an S2; none for S2 Cloud.
record Endpoint(String option, Optional<URI> address) {
  private static final String CLOUD = "cloud";
  private static final String TOKEN_VARIABLE = "S2_ACCESS_TOKEN";
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  static Endpoint parse(String option, String text) {
    if (text.equals(CLOUD)) {
      return new Endpoint(option, Optional.empty());
    }
    // As copied from a browser, an address without a path ends with a slash.
    String url = text.replaceFirst("^([a-z]+://[^/]+)/$", "$1");
    try {
      return new Endpoint(option, Optional.of(new URI(url)));
    } catch (URISyntaxException e) {
      throw new InvalidOptionException(option + " " + text + " is no URL", e);
    }
  }

  S2Source withToken(Optional<Path> file, Map<String, String> environment) {
    var token = file.map(Endpoint::read).or(() -> fromEnvironment(environment));
    if (address.isEmpty()) {
      return new S2Source.Cloud(
          token.orElseThrow(() ->
              new InvalidOptionException(
                  "S2 Cloud asks for an access token. Put it into " + TOKEN_VARIABLE)));
    }
    try {
      return new S2Source.Elsewhere(address.get(), token);
    } catch (InvalidOptionException e) {
      throw new InvalidOptionException(
          option
              + " "
              + address.get()
              + ": give an http:// or https:// address without user, query or fragment, such as "
              + ConnectionOptions.DEFAULT_ENDPOINT,
          e);
    }
  }

  /// The root token is Weir's own, and is sent to no other machine.
  private Optional<AccessToken> fromEnvironment(Map<String, String> environment) {
    boolean isHere = address.map(URI::getHost).filter(THIS_MACHINE::contains).isPresent();
    return variable(environment, RootToken.VARIABLE)
        .filter(token -> isHere)
        .or(() -> variable(environment, TOKEN_VARIABLE));
  }

  private static Optional<AccessToken> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(value -> token(name, value));
  }

  private static AccessToken read(Path file) {
    String source = "--token-file " + file;
    try {
      return token(source, Files.readString(file));
    } catch (IOException e) {
      throw new InvalidOptionException(source + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static AccessToken token(String source, String value) {
    try {
      return new AccessToken(value.strip());
    } catch (InvalidInputException e) {
      throw new InvalidOptionException(source + ": " + e.getMessage(), e);
    }
  }
}
