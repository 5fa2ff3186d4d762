/// The two corridors of a LiveStore API proxy and the store log between them: a push extends a
/// store's canonical log, a pull delivers it. Open [dev.weir.livestore.proxy.LiveStoreProxy] first,
/// then [StoreLog], which holds the rules. The package works on the S2 ports alone and knows no
/// HTTP; `http` puts it behind a server.
@NullMarked
package dev.weir.livestore.proxy;

import org.jspecify.annotations.NullMarked;
