package dev.weir.app.config;

import dev.weir.s2.AccessToken;
import dev.weir.s2.client.Cleartext;
import dev.weir.s2.client.S2ClientConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where the streams live: exactly one of the program's ways to reach an S2.
public sealed interface S2Source {
  /// Whether the streams live in this process.
  default boolean isEmbedded() {
    return !(this instanceof Remote);
  }

  /// The embedded store without a disk: everything is gone when the program ends.
  record InMemory() implements S2Source {}

  /// The embedded store, durable in one directory, which one program at a time may use.
  ///
  /// @param dataDir created when missing
  record OnDisk(Path dataDir) implements S2Source {}

  /// Another S2, reached over HTTP.
  sealed interface Remote extends S2Source {
    /// How it is reached.
    S2ClientConfig client();
  }

  /// One with an address of its own: s2-lite, or another Weir.
  ///
  /// @param endpoint an absolute `http` or `https` address without user, query or fragment
  /// @param accessToken sent as a bearer token; empty for servers that ask for none
  record Elsewhere(URI endpoint, Optional<AccessToken> accessToken) implements Remote {
    public Elsewhere {
      if (!S2Address.isUsable(endpoint)) {
        throw new IllegalArgumentException(endpoint + " is not an address that S2 can have");
      }
    }

    @Override
    public S2ClientConfig client() {
      // What stands between may speak HTTP/1.1 alone, and nothing here needs more of it.
      var at = S2ClientConfig.at(endpoint.toString()).withCleartext(Cleartext.HTTP_1_1);
      return accessToken.map(at::withAccessToken).orElse(at);
    }
  }

  /// S2 Cloud.
  record Cloud(AccessToken accessToken) implements Remote {
    @Override
    public S2ClientConfig client() {
      return S2ClientConfig.cloud(accessToken);
    }
  }
}
