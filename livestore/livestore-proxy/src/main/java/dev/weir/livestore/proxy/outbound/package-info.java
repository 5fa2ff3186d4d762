/// What the proxy asks of other services. Open [dev.weir.livestore.proxy.outbound.OutboundHttp].
@NullMarked
package dev.weir.livestore.proxy.outbound;

import org.jspecify.annotations.NullMarked;
