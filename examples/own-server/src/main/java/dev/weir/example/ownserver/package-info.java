/// The API proxy in the web server of the JDK.
@NullMarked
package dev.weir.example.ownserver;

import org.jspecify.annotations.NullMarked;
