/// What npm's `@livestore/sync-s2` 0.4.0 says on the wire, in Java: the arguments of a pull and the
/// body of a push, S2 cursors, the limits of an append, and the proxy helpers under their own
/// names. Open [dev.weir.livestore.syncs2.PullArgs] and [dev.weir.livestore.syncs2.PushPayload]
/// first; those who bring their own server start from [dev.weir.livestore.syncs2.S2ProxyHelpers].
@NullMarked
package dev.weir.livestore.syncs2;

import org.jspecify.annotations.NullMarked;
