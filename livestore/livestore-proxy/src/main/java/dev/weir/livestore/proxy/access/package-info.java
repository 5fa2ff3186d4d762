/// Who may read and write which store. Open [dev.weir.livestore.proxy.access.Access].
@NullMarked
package dev.weir.livestore.proxy.access;

import org.jspecify.annotations.NullMarked;
