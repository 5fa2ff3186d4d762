/// The API proxy in a servlet container. Open [dev.weir.livestore.servlet.ProxyServlet].
@NullMarked
package dev.weir.livestore.servlet;

import org.jspecify.annotations.NullMarked;
