/// What the pages at `/console` ask, and who may. Open [dev.weir.app.console.Console] first.
@NullMarked
package dev.weir.app.console;

import org.jspecify.annotations.NullMarked;
