/// What an application has to say about pushes. Open
/// [dev.weir.livestore.proxy.interceptor.PushInterceptor].
@NullMarked
package dev.weir.livestore.proxy.interceptor;

import org.jspecify.annotations.NullMarked;
