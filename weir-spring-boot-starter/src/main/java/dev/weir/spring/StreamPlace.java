package dev.weir.spring;

import dev.weir.s2.AccessToken;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.client.Cleartext;
import dev.weir.s2.client.S2ClientConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the streams are, as an application has configured it.
sealed interface StreamPlace {
  /// In an S2 that is reached over HTTP.
  record Elsewhere(S2ClientConfig config) implements StreamPlace {
    @Override
    public String toString() {
      return "in the S2 at " + config.endpoints();
    }
  }

  /// In a directory, durably.
  record OnDisk(Path directory) implements StreamPlace {
    @Override
    public String toString() {
      return "in " + directory.toAbsolutePath().normalize();
    }
  }

  /// Gone with the process.
  record InMemory() implements StreamPlace {
    @Override
    public String toString() {
      return "in memory: gone when this application ends";
    }
  }

  /// The one that is named.
  ///
  /// @throws WeirSettingsException unless it is exactly one
  static StreamPlace of(WeirProperties.S2 s2) {
    var named = new ArrayList<StreamPlace>();
    Optional.ofNullable(s2.endpoint()).ifPresent(url -> named.add(elsewhere(url, s2.token())));
    Optional.ofNullable(s2.data()).ifPresent(directory -> named.add(new OnDisk(directory)));
    if (s2.memory()) {
      named.add(new InMemory());
    }
    if (named.size() != 1) {
      throw new WeirSettingsException(
          named.isEmpty()
              ? "Nothing says where LiveStore's streams are to be kept."
              : "LiveStore's streams cannot be kept in two places.",
          "Set one of weir.s2.data (a directory), weir.s2.endpoint (the address of an S2, or the"
              + " word cloud) and weir.s2.memory=true (gone when the application ends), or declare"
              + " a bean of type dev.weir.s2.S2. With weir.serve=false no streams are needed.");
    }
    return named.getFirst();
  }

  private static StreamPlace elsewhere(String endpoint, @Nullable String secret) {
    try {
      Optional<AccessToken> token = Optional.ofNullable(secret).map(AccessToken::new);
      if (endpoint.equals("cloud")) {
        return new Elsewhere(
            S2ClientConfig.cloud(
                token.orElseThrow(
                    () -> new InvalidInputException("S2 Cloud asks for an access token"))));
      }
      // A slash alone is no path: S2's own rule would look for the API there, and not below /v1.
      // What stands between may speak HTTP/1.1 alone, and the proxy needs no more of it.
      var at =
          S2ClientConfig.at(endpoint.replaceFirst("(://[^/]*)/$", "$1"))
              .withCleartext(Cleartext.HTTP_1_1);
      return new Elsewhere(token.map(at::withAccessToken).orElse(at));
    } catch (InvalidInputException e) {
      throw new WeirSettingsException(
          "The S2 of weir.s2 cannot be reached: " + e.getMessage(),
          "Correct weir.s2.endpoint and weir.s2.token.");
    }
  }
}
