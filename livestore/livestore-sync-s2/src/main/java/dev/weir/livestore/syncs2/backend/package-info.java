/// A sync backend over an API proxy, as `makeSyncBackend` of `@livestore/sync-s2` is. Open
/// [dev.weir.livestore.syncs2.backend.S2SyncBackend].
@NullMarked
package dev.weir.livestore.syncs2.backend;

import org.jspecify.annotations.NullMarked;
