/// Tests of copies, on real stores.
@NullMarked
package dev.weir.s2.copy;

import org.jspecify.annotations.NullMarked;
