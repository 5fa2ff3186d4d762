/// Tests of the store, in memory and on disk.
@NullMarked
package dev.weir.s2.lite;

import org.jspecify.annotations.NullMarked;
