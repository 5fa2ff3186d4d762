package dev.weir.app.access;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.Authorizer;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.access.callback.CallbackAccess;
import dev.weir.livestore.proxy.access.callback.CallbackConfig;
import dev.weir.livestore.proxy.access.jwt.JwtAuthenticator;
import dev.weir.livestore.proxy.access.jwt.JwtConfig;
import dev.weir.livestore.proxy.access.tokens.TokenFile;
import dev.weir.livestore.proxy.access.tokens.TokenFileException;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// Who may sync: everybody, unless there is at least one of the three ways to tell people apart.
/// Where there are several, the first counts that knows a token.
///
/// @param sources where requests carry their tokens
/// @param tokens a file of tokens
/// @param jwt which JSON Web Tokens
/// @param callback a service that decides
public record SyncAccess(
    TokenSources sources,
    Optional<Path> tokens,
    Optional<JwtConfig> jwt,
    Optional<CallbackConfig> callback) {
  /// The option that names the file of tokens.
  public static final String TOKENS_OPTION = "--sync-tokens";

  /// For keys of tokens; the callback has its own.
  private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(5);

  /// Everybody may.
  public static SyncAccess open() {
    return new SyncAccess(
        TokenSources.defaults(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The holders of the tokens in `file`.
  public static SyncAccess byTokens(Path file) {
    return new SyncAccess(
        TokenSources.defaults(), Optional.of(file), Optional.empty(), Optional.empty());
  }

  /// Whether somebody is kept out.
  public boolean isGuarded() {
    return tokens.isPresent() || jwt.isPresent() || callback.isPresent();
  }

  /// Opens the files and says who is let in.
  ///
  /// @throws InvalidOptionException if a file cannot be used
  public OpenedSyncAccess opened() {
    var http = new OutboundHttp(callback.map(CallbackConfig::timeout).orElse(KEYS_TIMEOUT));
    var ways = new ArrayList<Access>();
    tokens.ifPresent(file -> ways.add(byTokenFile(file)));
    jwt.ifPresent(config -> ways.add(byJwt(config, http)));
    callback.ifPresent(config -> ways.add(new CallbackAccess(config, sources, http)));
    return new OpenedSyncAccess(ways.isEmpty() ? Access.open() : Access.firstOf(ways), http);
  }

  private Access byTokenFile(Path file) {
    try {
      return Access.of(TokenFile.open(file, sources), Authorizer.byGrants());
    } catch (TokenFileException e) {
      throw new InvalidOptionException(TOKENS_OPTION + " " + file + ": " + e.getMessage(), e);
    }
  }

  private Access byJwt(JwtConfig config, OutboundHttp http) {
    try {
      return Access.of(JwtAuthenticator.open(config, sources, http), Authorizer.byGrants());
    } catch (IOException e) {
      throw new InvalidOptionException(
          "the keys of JSON Web Tokens cannot be read from " + config.keys() + ": " + e, e);
    }
  }
}
