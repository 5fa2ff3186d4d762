package dev.weir.livestore.proxy.access;

/// What a request does with a store.
public enum StoreAccess {
  /// A pull.
  READ,
  /// A push.
  WRITE
}
