/// `weir selftest`: a throw-away Weir, driven as its users drive it. Open
/// [dev.weir.app.selftest.SelftestCommand] first.
@NullMarked
package dev.weir.app.selftest;

import org.jspecify.annotations.NullMarked;
