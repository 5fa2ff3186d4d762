package dev.weir.livestore.servlet;

import dev.weir.livestore.proxy.http.ProxyHandler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// The API proxy as a servlet. Map it to a path and all below it, as in `/api/s2/*`, and let it,
/// and each filter before it, support asynchronous requests: a live pull is held for a minute, on a
/// virtual thread and on none of the container's.
public final class ProxyServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String BROKEN_OFF = ProxyServlet.class.getName() + ".brokenOff";

  /// Never written out: the container keeps the servlet as long as it runs.
  private final transient ProxyHandler handler;

  public ProxyServlet(ProxyHandler handler) {
    this.handler = handler;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getAttribute(BROKEN_OFF) != null) {
      throw new IOException("the answer is broken off");
    }
    // With what the filters made of it, the user among it.
    AsyncContext context = request.startAsync(request, response);
    context.setTimeout(0);
    var exchange = new ServletExchange(context);
    Thread.ofVirtual().name("weir-request").start(() -> run(exchange, context));
  }

  private void run(ServletExchange exchange, AsyncContext context) {
    try {
      handler.handle(exchange);
      context.complete();
    } catch (InterruptedException e) {
      breakOff(exchange, context);
    } catch (Throwable e) { // whatever it is, a client waits for an answer
      breakOff(exchange, context);
      getServletContext().log("a request failed unexpectedly", e);
    }
  }

  /// A servlet cannot break its connection, but it can throw. The end of an answer that says
  /// nothing would tell the client that there is nothing for it.
  private static void breakOff(ServletExchange exchange, AsyncContext context) {
    if (exchange.clientHasGone()) {
      context.complete();
      return;
    }
    context.getRequest().setAttribute(BROKEN_OFF, true);
    context.dispatch();
  }
}
