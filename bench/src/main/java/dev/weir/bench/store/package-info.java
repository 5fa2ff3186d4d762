/// The embedded store alone, in this process: how it appends, reads, trims, opens and scales.
///
/// Start with [StoreBench], the command; each scenario is a class.
@NullMarked
package dev.weir.bench.store;

import org.jspecify.annotations.NullMarked;
