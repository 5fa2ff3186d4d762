/// Rules about the shape of the whole: which module may know which, and what no class may do.
@NullMarked
package dev.weir.architecture;

import org.jspecify.annotations.NullMarked;
