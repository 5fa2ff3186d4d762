package dev.weir.livestore.proxy.access;

/// Leave to use some stores.
///
/// @param mayWrite whether to push as well; whoever may push may pull
public record Grant(StorePattern stores, boolean mayWrite) {
  /// Leave to pull.
  public static Grant read(StorePattern stores) {
    return new Grant(stores, false);
  }

  /// Leave to pull and to push.
  public static Grant readWrite(StorePattern stores) {
    return new Grant(stores, true);
  }

  /// Whether it allows this.
  public boolean covers(StoreAccess access, String storeId) {
    return (mayWrite || access == StoreAccess.READ) && stores.matches(storeId);
  }
}
