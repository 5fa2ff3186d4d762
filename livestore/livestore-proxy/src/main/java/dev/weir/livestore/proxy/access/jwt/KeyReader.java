package dev.weir.livestore.proxy.access.jwt;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads keys from where they are.
record KeyReader(KeySource source, OutboundHttp http) {
  private static final int MOST_KEYS = 1_000;

  /// The keys as they are now.
  ///
  /// @throws IOException if they cannot be read, or none can be used
  List<JWK> read() throws IOException {
    List<JWK> keys =
        switch (source) {
          case KeySource.JwksUrl(URI url) ->
              KeyText.publicKeys(fetch(url)).stream()
                  .filter(key -> !key.getKeyType().equals(KeyType.OCT))
                  .toList();
          case KeySource.KeyFile(Path file) -> KeyText.publicKeys(Files.readString(file));
          case KeySource.SecretFile(Path file) -> KeyText.secret(Files.readString(file).strip());
          case KeySource.Secret(String value) -> KeyText.secret(value);
        };
    if (keys.isEmpty() || keys.size() > MOST_KEYS) {
      throw new IOException("there are " + keys.size() + " usable keys, not 1 to " + MOST_KEYS);
    }
    return keys;
  }

  private String fetch(URI url) throws IOException {
    OutboundHttp.Answer answer = http.get(url);
    if (answer.status() != 200) {
      throw new IOException("the answer was " + answer.status());
    }
    return new String(answer.body().toArray(), StandardCharsets.UTF_8);
  }
}
