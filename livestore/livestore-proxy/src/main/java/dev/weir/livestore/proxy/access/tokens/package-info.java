/// Static tokens, named in a file with what each may do. Open
/// [dev.weir.livestore.proxy.access.tokens.TokenFile].
@NullMarked
package dev.weir.livestore.proxy.access.tokens;

import org.jspecify.annotations.NullMarked;
