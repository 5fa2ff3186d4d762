/// The API proxy in Spring WebFlux. Open [dev.weir.spring.webflux.ProxyWebHandler].
@NullMarked
package dev.weir.spring.webflux;

import org.jspecify.annotations.NullMarked;
