package dev.weir.spring;

import dev.weir.livestore.syncs2.backend.S2SyncBackend;

/// Makes sync backends, for what in an application itself reads and writes stores: a worker, or a
/// projection. Thread-safe.
@FunctionalInterface
public interface SyncBackends {
  /// A backend for one store, which is the caller's to close.
  ///
  /// @throws IllegalStateException if the proxy is the application's own, whose server does not
  ///   serve yet: open backends once the application is ready
  S2SyncBackend open(String storeId);
}
