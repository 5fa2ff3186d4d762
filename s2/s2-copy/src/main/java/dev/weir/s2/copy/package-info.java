/// Copies streams from one S2 to another: every record keeps its seqNum and its timestamp, a copy
/// that was interrupted goes on where it stopped, and what was copied is compared. Open
/// [dev.weir.s2.copy.StreamCopy]; for all streams of a basin, [dev.weir.s2.copy.BasinCopy].
@NullMarked
package dev.weir.s2.copy;

import org.jspecify.annotations.NullMarked;
