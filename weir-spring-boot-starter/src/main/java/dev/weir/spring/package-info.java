/// The API proxy in a Spring Boot application: properties below `weir`, and beans for the S2 behind
/// it, the proxy on the application's own server, its health and its meters. An application
/// replaces any of them by a bean of its own. Begin with [WeirProperties], then
/// [ProxyAutoConfiguration].
@NullMarked
package dev.weir.spring;

import org.jspecify.annotations.NullMarked;
