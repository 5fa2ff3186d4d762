/// How what a client committed and what others committed become one log. Open
/// [dev.weir.livestore.sync.merge.SyncState].
@NullMarked
package dev.weir.livestore.sync.merge;

import org.jspecify.annotations.NullMarked;
