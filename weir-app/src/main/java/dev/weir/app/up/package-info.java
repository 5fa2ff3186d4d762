/// `weir up` and its options, which make a [dev.weir.app.config.UpConfig]. Open
/// [dev.weir.app.up.UpCommand] first.
@NullMarked
package dev.weir.app.up;

import org.jspecify.annotations.NullMarked;
