/// `weir version` and what it prints. Open [dev.weir.app.version.WeirVersion] first.
@NullMarked
package dev.weir.app.version;

import org.jspecify.annotations.NullMarked;
