package dev.weir.livestore.proxy.limits;

import java.util.Optional;

/// How much may be pushed over time; empty means that it is not limited.
///
/// @param bytes of pushes' bodies
public record PushRates(Optional<RateLimit> events, Optional<RateLimit> bytes) {
  /// Not limited.
  public static PushRates unlimited() {
    return new PushRates(Optional.empty(), Optional.empty());
  }

  /// The same with that many events.
  public PushRates withEvents(RateLimit limit) {
    return new PushRates(Optional.of(limit), bytes);
  }

  /// The same with that many bytes.
  public PushRates withBytes(RateLimit limit) {
    return new PushRates(events, Optional.of(limit));
  }

  boolean isUnlimited() {
    return events.isEmpty() && bytes.isEmpty();
  }
}
