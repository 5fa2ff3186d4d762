/// The port: its socket, which may be inherited or shared with a successor, the connections that
/// come in at it, and how both end without a client's noticing. Open [dev.weir.app.listen.Port]
/// first.
@NullMarked
package dev.weir.app.listen;

import org.jspecify.annotations.NullMarked;
