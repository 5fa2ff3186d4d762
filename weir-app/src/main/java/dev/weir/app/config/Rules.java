package dev.weir.app.config;

import dev.weir.livestore.proxy.limits.ProxyLimits;
import java.net.URI;
import java.util.Optional;

/// What clients of LiveStore sync may do, once they are let in.
///
/// @param limits how much at a time
/// @param maxPushBytes bytes of a push's body
/// @param maxStoreEvents events of one store
/// @param pushWebhook who is asked about each push
public record Rules(
    ProxyLimits limits, int maxPushBytes, long maxStoreEvents, Optional<URI> pushWebhook) {
  /// What a proxy does without options.
  public static Rules defaults() {
    return new Rules(ProxyLimits.defaults(), 2 << 20, Long.MAX_VALUE, Optional.empty());
  }

  /// The same with other limits.
  public Rules withLimits(ProxyLimits limits) {
    return new Rules(limits, maxPushBytes, maxStoreEvents, pushWebhook);
  }

  /// The same, asking there about each push.
  public Rules withPushWebhook(URI url) {
    return new Rules(limits, maxPushBytes, maxStoreEvents, Optional.of(url));
  }

  /// The webhook's address may hold a secret.
  @Override
  public String toString() {
    return "Rules[limits="
        + limits
        + ", maxPushBytes="
        + maxPushBytes
        + ", maxStoreEvents="
        + maxStoreEvents
        + ", pushWebhook="
        + pushWebhook.map(URI::getHost)
        + "]";
  }
}
