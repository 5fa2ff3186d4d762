package dev.weir.app.place;

import dev.weir.app.access.RootToken;
import dev.weir.app.config.OptionValues;
import dev.weir.app.config.S2Address;
import dev.weir.app.config.S2Source;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An S2 that a command asks, and with which token.
record Endpoint(S2Address s2) {
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  static Endpoint parse(String option, String text) {
    return new Endpoint(S2Address.parse(option, text));
  }

  boolean isCloud() {
    return s2.uri().isEmpty();
  }

  S2Source withToken(Optional<Path> file, Map<String, String> environment) {
    return s2.withToken(file.map(Endpoint::read).or(() -> fromEnvironment(environment)));
  }

  /// The root token is Weir's own, and is sent to no other machine.
  private Optional<AccessToken> fromEnvironment(Map<String, String> environment) {
    boolean isHere = s2.uri().map(URI::getHost).filter(THIS_MACHINE::contains).isPresent();
    return OptionValues.accessToken(environment, RootToken.VARIABLE)
        .filter(token -> isHere)
        .or(() -> OptionValues.accessToken(environment, S2Address.TOKEN_VARIABLE));
  }

  private static AccessToken read(Path file) {
    String source = "--token-file " + file;
    try {
      return OptionValues.accessToken(source, Files.readString(file));
    } catch (IOException e) {
      throw new InvalidOptionException(source + " cannot be read: " + e.getMessage(), e);
    }
  }
}
