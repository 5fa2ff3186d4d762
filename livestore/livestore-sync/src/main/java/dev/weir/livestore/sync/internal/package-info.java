/// How the sync modules read JSON: the way JavaScript does, and each event's text kept as it came.
/// Exported to the provider modules alone; it may change in any release.
@NullMarked
package dev.weir.livestore.sync.internal;

import org.jspecify.annotations.NullMarked;
