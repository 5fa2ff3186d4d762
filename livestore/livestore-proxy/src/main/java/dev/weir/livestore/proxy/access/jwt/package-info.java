/// JSON Web Tokens: signatures, keys, and what claims say of stores. Open
/// [dev.weir.livestore.proxy.access.jwt.JwtAuthenticator].
@NullMarked
package dev.weir.livestore.proxy.access.jwt;

import org.jspecify.annotations.NullMarked;
