/// The ports of [dev.weir.s2] over HTTP: S2 Cloud, s2-lite, Weir's own server. Open
/// [dev.weir.s2.client.S2Client] first. Calls travel as JSON, an append a request, and read
/// sessions as server-sent events; S2's framed sessions (`s2s`) and protobuf are not spoken. Every
/// call runs on a virtual thread of its own, because a thread that is blocked on a socket cannot be
/// interrupted.
@NullMarked
package dev.weir.s2.client;

import org.jspecify.annotations.NullMarked;
