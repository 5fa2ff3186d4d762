/// The commands for stores and their events: `stores`, `events`, `push`, `export` and `import`.
/// Open [dev.weir.app.store.ChainReader] first: all of them but one read a store with it.
@NullMarked
package dev.weir.app.store;

import org.jspecify.annotations.NullMarked;
