/// Weir's S2 API and SDK beside S2's own, measured in one run.
///
/// The commands are [S2SideBySide], under the load of `s2 bench`, and [SdkSideBySide].
@NullMarked
package dev.weir.bench.s2;

import org.jspecify.annotations.NullMarked;
