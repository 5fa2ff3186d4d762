package dev.weir.livestore.proxy.access;

/// Whoever sent a request, recognised and not yet let in.
@FunctionalInterface
public interface Caller {
  /// Lets the caller use a store, and tells who it is.
  ///
  /// @param storeId exactly the id that names the store's stream; ids that only look alike are
  ///   different stores
  /// @throws AccessDeniedException if the caller may not, or that cannot be found out now
  Principal admit(StoreAccess access, String storeId) throws InterruptedException;
}
