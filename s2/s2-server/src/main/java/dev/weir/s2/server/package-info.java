/// The S2 v1 HTTP API in front of any store that implements [dev.weir.s2.S2]. Open
/// [dev.weir.s2.server.S2Service] first: it serves `/v1` on a server of yours, and
/// [dev.weir.s2.server.S2Server] is such a server, ready made.
@NullMarked
package dev.weir.s2.server;

import org.jspecify.annotations.NullMarked;
