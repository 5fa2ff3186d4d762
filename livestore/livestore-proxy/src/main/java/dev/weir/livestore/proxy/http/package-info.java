/// The proxy behind any HTTP server. Open [dev.weir.livestore.proxy.http.ProxyHandler].
@NullMarked
package dev.weir.livestore.proxy.http;

import org.jspecify.annotations.NullMarked;
