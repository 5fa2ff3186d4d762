/// The proxy in an Armeria server. Open [dev.weir.livestore.armeria.ProxyRoutes].
@NullMarked
package dev.weir.livestore.armeria;

import org.jspecify.annotations.NullMarked;
