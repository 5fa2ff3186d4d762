/// What a client asks of the backend that holds a store's log for all. Open
/// [dev.weir.livestore.sync.backend.SyncBackend].
@NullMarked
package dev.weir.livestore.sync.backend;

import org.jspecify.annotations.NullMarked;
