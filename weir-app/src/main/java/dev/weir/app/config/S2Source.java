package dev.weir.app.config;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.AccessToken;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where the streams live: exactly one of the program's ways to reach an S2.
public sealed interface S2Source {
  /// Whether the streams live in this process.
  default boolean isEmbedded() {
    return this instanceof InMemory || this instanceof OnDisk;
  }

  /// The embedded store without a disk: everything is gone when the program ends.
  record InMemory() implements S2Source {}

  /// The embedded store, durable in one directory, which one program at a time may use.
  ///
  /// @param dataDir created when missing
  record OnDisk(Path dataDir) implements S2Source {}

  /// Another S2, reached over HTTP: S2 Cloud, s2-lite, or another Weir.
  ///
  /// @param endpoint an absolute `http` or `https` address without query or fragment
  /// @param accessToken sent as a bearer token; empty for servers that ask for none
  record Elsewhere(URI endpoint, Optional<AccessToken> accessToken) implements S2Source {
    public Elsewhere {
      if (!isPlainHttp(endpoint)) {
        throw new InvalidOptionException(
            "--s2-endpoint "
                + endpoint
                + " is not an address that S2 can have. Give an http:// or https:// address without"
                + " user, query or fragment, such as http://127.0.0.1:8090");
      }
    }

    private static boolean isPlainHttp(URI uri) {
      var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
      return (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    }
  }

  /// S2 Cloud.
  record Cloud(AccessToken accessToken) implements S2Source {}
}
