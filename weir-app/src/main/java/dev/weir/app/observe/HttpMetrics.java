package dev.weir.app.observe;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts requests by route, method and status, and those under way by route. A session is a
/// request that is under way for long, so that the open ones are seen here too.
///
/// The labels are few whatever clients send: routes are templates, and unknown methods are one.
public final class HttpMetrics {
  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// The service, with its requests counted.
  public HttpResponse serve(HttpService service, ServiceRequestContext ctx, HttpRequest request)
      throws Exception {
    var route = HttpRoute.of(ctx.rawPath());
    var underWay = underWay(route, request.method());
    underWay.incrementAndGet();
    CompletableFuture<?> unused =
        ctx.log()
            .whenComplete()
            .whenComplete((log, failure) -> {
              underWay.decrementAndGet();
              if (log != null) {
                count(route, request.method(), log);
              }
            });
    return service.serve(ctx, request);
  }

  private void count(String route, HttpMethod method, RequestLog log) {
    Counter.builder("http.requests")
        .description("Requests that are over, by the status of their answer; 0 if none was sent")
        .tag("route", route)
        .tag("method", name(method))
        .tag("status", log.responseHeaders().status().codeAsText())
        .register(registry)
        .increment();
  }

  private AtomicInteger underWay(String route, HttpMethod method) {
    return active.computeIfAbsent(
        route + ' ' + name(method),
        key -> {
          var count = new AtomicInteger();
          Gauge.builder("http.requests.active", count, AtomicInteger::get)
              .description("Requests under way, open sessions and live pulls among them")
              .tag("route", route)
              .tag("method", name(method))
              .register(registry);
          return count;
        });
  }

  private static String name(HttpMethod method) {
    return method == HttpMethod.UNKNOWN ? "other" : method.name();
  }
}
