package dev.weir.spring;

import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.PullArgs;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the token of a LiveStore client, for an application's own login. A stock client can send
/// no header: its pulls carry the sync payload in their URL, and its pushes what the application
/// put into the URL of its endpoint.
public final class SyncTokens {
  private static final String TOKEN = "token=";
  private static final TokenSources SOURCES = TokenSources.defaults().withPushUrl();

  private SyncTokens() {}

  /// The token in `Authorization: Bearer`, as `authToken` in the sync payload, or as `token` in the
  /// query; empty if there is none.
  ///
  /// @param authorization the header of that name, if there is one
  /// @param rawQuery the request's query as it was received, if there is one
  public static Optional<String> of(@Nullable String authorization, @Nullable String rawQuery) {
    String query = rawQuery == null ? "" : rawQuery;
    var credentials =
        new Credentials(
            Optional.ofNullable(authorization),
            Map.of(),
            payload(query),
            parameter(query),
            Optional.empty());
    try {
      return Optional.of(SOURCES.require(credentials)).map(BearerToken::value);
    } catch (AccessDeniedException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> payload(String query) {
    try {
      return PullArgs.fromQuery(query).payloadJson();
    } catch (MalformedRequestException e) { // no pull
      return Optional.empty();
    }
  }

  private static Optional<String> parameter(String query) {
    Stream<String> parameters = Arrays.stream(query.split("&", -1));
    try {
      return parameters
          .filter(parameter -> parameter.startsWith(TOKEN))
          .findFirst()
          .map(value -> URLDecoder.decode(value.substring(TOKEN.length()), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) { // a broken escape is no token
      return Optional.empty();
    }
  }
}
