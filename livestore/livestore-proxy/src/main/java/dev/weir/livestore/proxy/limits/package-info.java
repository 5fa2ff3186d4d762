/// How much clients may do. Open [dev.weir.livestore.proxy.limits.ProxyLimits].
@NullMarked
package dev.weir.livestore.proxy.limits;

import org.jspecify.annotations.NullMarked;
