package dev.weir.livestore.proxy.access;

/// Decides what a principal may do with a store. Called once a request, on a virtual thread, by
/// many at once; it may block.
@FunctionalInterface
public interface Authorizer {
  /// Returns if the principal may do it.
  ///
  /// @throws AccessDeniedException if it may not, or that cannot be found out now
  void authorize(Principal principal, StoreAccess access, String storeId)
      throws InterruptedException;

  /// Allows what the principal's own grants cover, as its token says or the file that names it.
  static Authorizer byGrants() {
    return (principal, access, storeId) -> {
      if (principal.grants().stream().noneMatch(grant -> grant.covers(access, storeId))) {
        throw AccessDeniedException.forbidden(access);
      }
    };
  }
}
