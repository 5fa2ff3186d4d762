/// The example with Spring WebFlux.
@NullMarked
package dev.weir.example.spring.webflux;

import org.jspecify.annotations.NullMarked;
