/// Whole systems in simulated time: LiveStore clients, proxies and one S2, of Weir's own classes,
/// under faults that a seed decides. [Simulation] is one of them.
@NullMarked
package dev.weir.proof.sync;

import org.jspecify.annotations.NullMarked;
