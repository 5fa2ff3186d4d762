package dev.weir.livestore.syncs2.backend;

import java.util.Map;
import java.util.Optional;

/// What a request brings to be let in.
///
/// @param headers for pulls, pushes and pings, as in `authorization`
/// @param payloadJson LiveStore's sync payload, JSON, which only pulls carry, in their address:
///   secrets are better kept in headers
public record RequestCredentials(Map<String, String> headers, Optional<String> payloadJson) {
  /// Nothing.
  public static final RequestCredentials NONE = new RequestCredentials(Map.of(), Optional.empty());

  public RequestCredentials {
    headers = Map.copyOf(headers);
  }

  /// An `Authorization` header with a bearer token.
  public static RequestCredentials bearer(String token) {
    return new RequestCredentials(Map.of("authorization", "Bearer " + token), Optional.empty());
  }

  /// Says what there is, not what it says.
  @Override
  public String toString() {
    return "RequestCredentials[headers="
        + headers.keySet()
        + ", payload="
        + payloadJson.isPresent()
        + "]";
  }
}
