/// A replica of one store's log for a service on the JVM: it commits at once, syncs in the
/// background, and feeds projections. Open [dev.weir.livestore.replica.EventLog].
@NullMarked
package dev.weir.livestore.replica;

import org.jspecify.annotations.NullMarked;
