/// S2, the stream store, as Java types: names, records, positions, configurations, limits, errors,
/// and the ports through which a program uses a store without knowing where it runs. Open
/// [dev.weir.s2.S2] first: basins hold streams, streams hold records. Rules and numbers are those
/// of the S2 v1 API.
@NullMarked
package dev.weir.s2;

import org.jspecify.annotations.NullMarked;
