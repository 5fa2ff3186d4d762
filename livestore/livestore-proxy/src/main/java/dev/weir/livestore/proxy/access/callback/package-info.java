/// Access that a service of the operator's own decides on. Open
/// [dev.weir.livestore.proxy.access.callback.CallbackAccess].
@NullMarked
package dev.weir.livestore.proxy.access.callback;

import org.jspecify.annotations.NullMarked;
