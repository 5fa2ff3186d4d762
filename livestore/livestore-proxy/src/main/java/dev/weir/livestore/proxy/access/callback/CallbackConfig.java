package dev.weir.livestore.proxy.access.callback;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How to ask the service. Start from [#at(URI)].
///
/// @param bearer sent as `Authorization: Bearer`, so that the service knows who asks
/// @param allowedFor how long an answer that lets somebody in counts, unless it says otherwise with
///   `cache-control: max-age`
/// @param deniedFor the same for one that does not
/// @param timeout for a whole call
public record CallbackConfig(
    URI url, Optional<String> bearer, Duration allowedFor, Duration deniedFor, Duration timeout) {
  /// Without a token; an answer counts for 30 s, a refusal for 5 s; a call takes 5 s at most.
  public static CallbackConfig at(URI url) {
    return new CallbackConfig(
        url,
        Optional.empty(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5));
  }

  /// The same with a token for the service.
  public CallbackConfig withBearer(String token) {
    return new CallbackConfig(url, Optional.of(token), allowedFor, deniedFor, timeout);
  }

  /// The same, letting in for so long.
  public CallbackConfig withAllowedFor(Duration time) {
    return new CallbackConfig(url, bearer, time, deniedFor, timeout);
  }

  /// The same with another bound on a call.
  public CallbackConfig withTimeout(Duration timeout) {
    return new CallbackConfig(url, bearer, allowedFor, deniedFor, timeout);
  }

  /// Shows no token.
  @Override
  public String toString() {
    return "CallbackConfig[url="
        + url
        + ", allowedFor="
        + allowedFor
        + ", timeout="
        + timeout
        + "]";
  }
}
