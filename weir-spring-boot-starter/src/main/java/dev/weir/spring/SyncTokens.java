package dev.weir.spring;

import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.PullArgs;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the token of a LiveStore client, for an application's own login. A stock client can send
/// no header: its pulls carry the sync payload in their URL, and its pushes what the application
/// put into the URL of its endpoint.
public final class SyncTokens {
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
            TokenSources.inUrl(query),
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
}
