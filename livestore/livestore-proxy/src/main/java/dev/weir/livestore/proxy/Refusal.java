package dev.weir.livestore.proxy;

/// Why a push or a pull was refused.
public enum Refusal {
  /// It is not what the protocol says.
  MALFORMED,
  /// Nobody knows who it comes from.
  UNAUTHENTICATED,
  /// Whoever it comes from may not do this.
  FORBIDDEN,
  /// A body, a batch or an event is larger than is allowed.
  TOO_LARGE,
  /// There was more than is allowed at a time.
  RATE_LIMITED,
  /// The store holds as much as it may.
  STORE_FULL,
  /// The application said no.
  REJECTED,
  /// S2, or something else that has to be asked, did not answer in time.
  UNAVAILABLE,
  /// A fault of the proxy.
  FAILED
}
