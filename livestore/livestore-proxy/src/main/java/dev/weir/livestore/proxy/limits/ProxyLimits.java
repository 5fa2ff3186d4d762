package dev.weir.livestore.proxy.limits;

import java.time.Duration;

/// How much clients may do. Start from [#defaults()] and change what differs.
///
/// A principal is whom the access control found; where it asks nobody who they are, each address
/// counts as one.
///
/// Throws [IllegalArgumentException] if a number is not positive, or the delay negative
///
/// @param ofPrincipal what one principal may push over time
/// @param ofStore what may be pushed to one store over time, by all together
/// @param maxPushDelay how long a push that comes too early waits for its turn; one that would have
///   to wait longer is refused
/// @param maxPullsOfPrincipal pulls of one principal that are served at a time. As many again wait,
///   and more are refused
/// @param maxPullsOfStore the same for one store
/// @param maxBatchEvents events in one push; stock clients send 1,000 at most
/// @param maxEventBytes an event's JSON in UTF-8; an S2 record does not hold 1 MiB in any case
public record ProxyLimits(
    PushRates ofPrincipal,
    PushRates ofStore,
    Duration maxPushDelay,
    int maxPullsOfPrincipal,
    int maxPullsOfStore,
    int maxBatchEvents,
    int maxEventBytes) {
  public ProxyLimits {
    if (maxPullsOfPrincipal <= 0
        || maxPullsOfStore <= 0
        || maxBatchEvents <= 0
        || maxEventBytes <= 0
        || maxPushDelay.isNegative()) {
      throw new IllegalArgumentException("a limit is positive; leave it out to have none");
    }
  }

  /// No limit on rates and pulls, a delay of 10 s, 10,000 events in a push, 1 MiB an event.
  public static ProxyLimits defaults() {
    return new ProxyLimits(
        PushRates.unlimited(),
        PushRates.unlimited(),
        Duration.ofSeconds(10),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        10_000,
        1 << 20);
  }

  /// The same with other rates of a principal.
  public ProxyLimits withRatesOfPrincipal(PushRates rates) {
    return new ProxyLimits(
        rates,
        ofStore,
        maxPushDelay,
        maxPullsOfPrincipal,
        maxPullsOfStore,
        maxBatchEvents,
        maxEventBytes);
  }

  /// The same with other rates of a store.
  public ProxyLimits withRatesOfStore(PushRates rates) {
    return new ProxyLimits(
        ofPrincipal,
        rates,
        maxPushDelay,
        maxPullsOfPrincipal,
        maxPullsOfStore,
        maxBatchEvents,
        maxEventBytes);
  }

  /// The same with another bound on how long a push waits.
  public ProxyLimits withMaxPushDelay(Duration delay) {
    return new ProxyLimits(
        ofPrincipal,
        ofStore,
        delay,
        maxPullsOfPrincipal,
        maxPullsOfStore,
        maxBatchEvents,
        maxEventBytes);
  }

  /// The same with so many pulls at a time.
  public ProxyLimits withMaxPulls(int ofPrincipal, int ofStore) {
    return new ProxyLimits(
        this.ofPrincipal,
        this.ofStore,
        maxPushDelay,
        ofPrincipal,
        ofStore,
        maxBatchEvents,
        maxEventBytes);
  }

  /// The same with pushes of other sizes.
  public ProxyLimits withPushSizes(int maxBatchEvents, int maxEventBytes) {
    return new ProxyLimits(
        ofPrincipal,
        ofStore,
        maxPushDelay,
        maxPullsOfPrincipal,
        maxPullsOfStore,
        maxBatchEvents,
        maxEventBytes);
  }
}
