/// The weir program: its command line, its configuration, and the wiring of the LiveStore proxy and
/// the S2 API to one implementation of the S2 ports. The only package that knows which
/// implementation is in use. Open [dev.weir.app.Weir] first, then [dev.weir.app.WeirServer].
@NullMarked
package dev.weir.app;

import org.jspecify.annotations.NullMarked;
