package dev.weir.app.up;

import dev.weir.app.access.SyncAccess;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.access.callback.CallbackConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of [SyncAccess].
final class SyncAccessOptions {
  static final String CALLBACK = "--auth-callback";
  static final String CALLBACK_TOKEN_VARIABLE = "WEIR_AUTH_CALLBACK_TOKEN";

  private static final System.Logger LOG = System.getLogger(SyncAccessOptions.class.getName());
  private static final String NO_PAYLOAD = "none";

  @Option(
      names = SyncAccess.TOKENS_OPTION,
      paramLabel = "FILE",
      description =
          "Let in to LiveStore sync only the tokens in FILE, each to its stores. A line is:"
              + " principal, read or read-write, stores, token. Read again when it changes")
  private Optional<Path> tokens = Optional.empty();

  @Mixin private JwtOptions jwt = new JwtOptions();

  @Option(
      names = CALLBACK,
      paramLabel = "URL",
      description =
          "Ask the service at URL, by POST, who a token is and whether it may use a store. The"
              + " environment variable "
              + CALLBACK_TOKEN_VARIABLE
              + " shows the service who asks")
  private Optional<String> callback = Optional.empty();

  @Option(
      names = "--auth-callback-ttl",
      paramLabel = "SECONDS",
      description =
          "How long the service's leave counts where it says no cache-control: max-age. Default: 30")
  private int callbackSeconds = 30;

  @Option(
      names = "--auth-payload",
      paramLabel = "PATH",
      description =
          "Where LiveStore's syncPayload holds the token, as auth.token; none means that it is not"
              + " looked at. Stock clients send it with pulls only. Default: authToken")
  private String payload = "authToken";

  @Option(
      names = "--auth-cookie",
      paramLabel = "NAME",
      description =
          "Take the token from the cookie NAME too, where the page is of this host or of an"
              + " --allow-origin")
  private Optional<String> cookie = Optional.empty();

  @Option(
      names = "--auth-push-url",
      description =
          "Take the token from ?token= in the URL of a push too. What stands in front of Weir may"
              + " log URLs")
  private boolean pushUrl;

  SyncAccess toAccess(Map<String, String> environment) {
    var access =
        new SyncAccess(
            sources(),
            tokens,
            jwt.toConfig(environment),
            callback.map(url -> callback(url, environment)));
    if (pushUrl && access.isGuarded()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "--auth-push-url: tokens in URLs end up in the logs of whatever stands in front of Weir;"
              + " let them be short-lived");
    }
    return access;
  }

  private TokenSources sources() {
    var sources =
        payload.equals(NO_PAYLOAD)
            ? TokenSources.defaults().withoutPayload()
            : TokenSources.defaults().withPayloadPath(payload);
    if (pushUrl) {
      sources = sources.withPushUrl();
    }
    return cookie.map(sources::withCookie).orElse(sources);
  }

  private CallbackConfig callback(String url, Map<String, String> environment) {
    if (callbackSeconds < 0) {
      throw new InvalidOptionException("--auth-callback-ttl " + callbackSeconds + " is negative");
    }
    var config =
        CallbackConfig.at(serviceUrl(CALLBACK, url))
            .withAllowedFor(Duration.ofSeconds(callbackSeconds));
    return Optional.ofNullable(environment.get(CALLBACK_TOKEN_VARIABLE))
        .filter(token -> !token.isBlank())
        .map(token -> config.withBearer(headerValue(token.strip())))
        .orElse(config);
  }

  private static String headerValue(String token) {
    if (!token.chars().allMatch(unit -> unit > ' ' && unit < 0x7f)) {
      throw new InvalidOptionException(
          CALLBACK_TOKEN_VARIABLE + " holds characters that no HTTP header can carry");
    }
    return token;
  }

  /// A service's address, which may be logged.
  static URI serviceUrl(String option, String url) {
    var uri = parsed(url);
    var scheme = uri.map(URI::getScheme).orElse("");
    if (!(scheme.equals("http") || scheme.equals("https"))
        || uri.map(URI::getHost).isEmpty()
        || uri.map(URI::getRawUserInfo).isPresent()) {
      throw new InvalidOptionException(
          option + " must be an http:// or https:// address without user and password");
    }
    return uri.orElseThrow();
  }

  private static Optional<URI> parsed(String url) {
    try {
      return Optional.of(URI.create(url));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
