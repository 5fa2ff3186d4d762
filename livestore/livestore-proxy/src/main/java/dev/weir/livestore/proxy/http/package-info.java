/// The proxy behind an HTTP server. Open [dev.weir.livestore.proxy.http.ProxyRoutes].
@NullMarked
package dev.weir.livestore.proxy.http;

import org.jspecify.annotations.NullMarked;
