/// `weir copy`: streams from one S2 to another. Open [dev.weir.app.copy.CopyCommand] first.
@NullMarked
package dev.weir.app.copy;

import org.jspecify.annotations.NullMarked;
