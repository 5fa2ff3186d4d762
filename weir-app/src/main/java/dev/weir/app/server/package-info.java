/// A running Weir: what stands behind the port, and how it starts, answers for itself and ends. The
/// only place that knows which implementation of the S2 ports is in use. Open
/// [dev.weir.app.server.WeirServer] first.
@NullMarked
package dev.weir.app.server;

import org.jspecify.annotations.NullMarked;
