/// What a replica of a store takes: commits, catching up, confirmation, opening. Open
/// [dev.weir.bench.replica.ReplicaBench].
@NullMarked
package dev.weir.bench.replica;

import org.jspecify.annotations.NullMarked;
