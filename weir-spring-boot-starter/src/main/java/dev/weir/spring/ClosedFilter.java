package dev.weir.spring;

import dev.weir.livestore.proxy.LiveStoreProxy;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Refuses requests at once while the application stops. The proxy itself would hold back its
/// refusals, and the server would wait for them.
final class ClosedFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  private final transient LiveStoreProxy proxy;

  ClosedFilter(LiveStoreProxy proxy) {
    this.proxy = proxy;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (proxy.isClosed()) {
      response.setHeader("connection", "close");
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } else {
      chain.doFilter(request, response);
    }
  }
}
