/// The proxy in an Armeria server. Open [dev.weir.livestore.proxy.armeria.ProxyRoutes].
@NullMarked
package dev.weir.livestore.proxy.armeria;

import org.jspecify.annotations.NullMarked;
