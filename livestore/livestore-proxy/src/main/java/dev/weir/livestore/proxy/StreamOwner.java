package dev.weir.livestore.proxy;

/// The store that a stream belongs to, as the [Mark] of its records names it.
///
/// @param storeIdHash the [StoreIdHash] of the store's id, or empty for the store whose id the
///   stream's name tells
record StreamOwner(String storeIdHash) {
  static final StreamOwner NAMESAKE = new StreamOwner("");
}
