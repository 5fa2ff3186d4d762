package dev.weir.livestore.proxy.access;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/// What a request brings to show who it comes from. None of it has been checked, but `user`.
///
/// @param authorization the `Authorization` header
/// @param cookies by name; none where a page of a foreign site sent the request, for the browser
///   would have added its user's
/// @param payloadJson LiveStore's sync payload, as JSON. Stock clients send it with pulls only
/// @param urlToken the parameter `token` of a push's URL
/// @param remoteAddress the client's address, where it is known
/// @param user whom the server around the proxy has found the client to be, which is checked
///   already; empty where that is not its business
public record Credentials(
    Optional<String> authorization,
    Map<String, String> cookies,
    Optional<String> payloadJson,
    Optional<String> urlToken,
    Optional<InetAddress> remoteAddress,
    Optional<String> user) {
  public Credentials {
    cookies = Map.copyOf(cookies);
  }

  /// Those of a request whose server knows no users.
  public Credentials(
      Optional<String> authorization,
      Map<String, String> cookies,
      Optional<String> payloadJson,
      Optional<String> urlToken,
      Optional<InetAddress> remoteAddress) {
    this(authorization, cookies, payloadJson, urlToken, remoteAddress, Optional.empty());
  }

  /// Names what there is and shows nothing of it: this text may end up in a log.
  @Override
  public String toString() {
    return "Credentials[authorization="
        + authorization.isPresent()
        + ", cookies="
        + cookies.keySet()
        + ", payload="
        + payloadJson.isPresent()
        + ", urlToken="
        + urlToken.isPresent()
        + ", remoteAddress="
        + remoteAddress
        + ", user="
        + user.isPresent()
        + "]";
  }
}
