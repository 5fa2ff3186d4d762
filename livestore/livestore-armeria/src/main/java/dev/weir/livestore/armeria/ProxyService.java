package dev.weir.livestore.armeria;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.livestore.proxy.http.ProxyHandler;

/// Gives each request a virtual thread of its own.
final class ProxyService implements HttpService {
  private final ProxyHandler handler;
  private final String path;

  ProxyService(ProxyHandler handler, String path) {
    this.handler = handler;
    this.path = path;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return new ArmeriaExchange(context, request, path).serveWith(handler);
  }
}
