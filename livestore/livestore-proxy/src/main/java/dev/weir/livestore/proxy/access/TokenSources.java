package dev.weir.livestore.proxy.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a request may carry its token, besides `Authorization: Bearer`. What a request says on
/// purpose goes before what a browser adds by itself: the header, the payload, the URL, the cookie.
///
/// @param payloadPath where it stands in LiveStore's sync payload: names of keys with dots between,
///   as in `authToken` or `auth.token`
/// @param cookie the name of a cookie
/// @param pushUrl whether a push may carry it as `?token=` in its URL, where logs of what stands in
///   front show it
public record TokenSources(Optional<String> payloadPath, Optional<String> cookie, boolean pushUrl) {
  private static final String URL_PARAMETER = "token=";

  /// The header, and `authToken` in the payload, as LiveStore's own examples have it.
  public static TokenSources defaults() {
    return new TokenSources(Optional.of("authToken"), Optional.empty(), false);
  }

  /// The same with another place in the payload.
  public TokenSources withPayloadPath(String path) {
    return new TokenSources(Optional.of(path), cookie, pushUrl);
  }

  /// The same, not looking at the payload.
  public TokenSources withoutPayload() {
    return new TokenSources(Optional.empty(), cookie, pushUrl);
  }

  /// The same with a cookie.
  public TokenSources withCookie(String name) {
    return new TokenSources(payloadPath, Optional.of(name), pushUrl);
  }

  /// The same with pushes' URLs.
  public TokenSources withPushUrl() {
    return new TokenSources(payloadPath, cookie, true);
  }

  /// What stands as `?token=` in a URL, for [Credentials#urlToken()].
  ///
  /// @param rawQuery the query as it was received; empty if there is none
  public static Optional<String> inUrl(String rawQuery) {
    return Arrays.stream(rawQuery.split("&", -1))
        .filter(parameter -> parameter.startsWith(URL_PARAMETER))
        .findFirst()
        .flatMap(parameter -> decoded(parameter.substring(URL_PARAMETER.length())));
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) { // a broken escape is no token, and none of it is told
      return Optional.empty();
    }
  }

  /// The first token that there is.
  ///
  /// @throws AccessDeniedException if there is none that could be one
  public BearerToken require(Credentials credentials) {
    return credentials
        .authorization()
        .map(TokenSources::bearer)
        .orElseGet(() -> elsewhere(credentials))
        .filter(token -> !token.isEmpty() && token.length() <= BearerToken.MAX_LENGTH)
        .map(BearerToken::new)
        .orElseThrow(AccessDeniedException::unauthenticated);
  }

  /// Nothing where the header is of another scheme: its sender means to be somebody else than whom
  /// a cookie tells of.
  private static Optional<String> bearer(String authorization) {
    int space = authorization.indexOf(' ');
    return space > 0 && authorization.substring(0, space).toLowerCase(Locale.ROOT).equals("bearer")
        ? Optional.of(authorization.substring(space).strip())
        : Optional.empty();
  }

  private Optional<String> elsewhere(Credentials credentials) {
    return credentials
        .payloadJson()
        .flatMap(json -> payloadPath.flatMap(path -> PayloadText.at(path, json)))
        .or(() -> credentials.urlToken().filter(token -> pushUrl))
        .or(() -> cookie.flatMap(name -> Optional.ofNullable(credentials.cookies().get(name))));
  }
}
