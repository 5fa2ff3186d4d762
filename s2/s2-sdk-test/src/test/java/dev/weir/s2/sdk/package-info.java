/// The SDK in use: on every implementation of the ports, over connections that break, and in the
/// examples that the guide shows.
@NullMarked
package dev.weir.s2.sdk;

import org.jspecify.annotations.NullMarked;
