/// Whether what is written of the whole is so.
@NullMarked
package dev.weir.proof;

import org.jspecify.annotations.NullMarked;
