package dev.weir.livestore.proxy.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import dev.weir.livestore.proxy.LiveStoreProxy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Puts a proxy on a server: `HEAD` (ping), `GET` (pull) and `POST` (push) on one path, and split
/// on `/ping`, `/pull` and `/push` below it.
public final class ProxyRoutes {
  private static final int MAX_URL_BYTES = 64 << 10;

  private ProxyRoutes() {}

  /// Adds the routes of `proxy` under `path`, as in `/api/s2`.
  public static void install(
      ServerBuilder server, String path, LiveStoreProxy proxy, ProxyHttpConfig config) {
    // A pull carries the application's payload in its URL.
    server.http1MaxInitialLineLength(MAX_URL_BYTES);
    server.http1MaxHeaderSize(MAX_URL_BYTES);
    server.http2MaxHeaderListSize(MAX_URL_BYTES);
    var refusals = new Refusals(config.refusalDelay());
    HttpService ping = (context, request) -> Answers.pong();
    var pull = new PullService(proxy, refusals);
    var push = new PushService(proxy, config.maxPushBytes());
    route(
        server,
        path,
        config,
        Map.of(HttpMethod.HEAD, ping, HttpMethod.GET, pull, HttpMethod.POST, push),
        refusals);
    route(
        server,
        path + "/ping",
        config,
        Map.of(HttpMethod.HEAD, ping, HttpMethod.GET, ping),
        refusals);
    route(server, path + "/pull", config, Map.of(HttpMethod.GET, pull), refusals);
    route(server, path + "/push", config, Map.of(HttpMethod.POST, push), refusals);
  }

  private static void route(
      ServerBuilder server,
      String path,
      ProxyHttpConfig config,
      Map<HttpMethod, HttpService> services,
      Refusals refusals) {
    List<String> allowed = services.keySet().stream().map(HttpMethod::name).sorted().toList();
    HttpService service =
        (context, request) -> {
          HttpService known = services.get(request.method());
          return known != null
              ? known.serve(context, request)
              : refusals.delayed(
                  HttpStatus.METHOD_NOT_ALLOWED,
                  request.method()
                      + " is not part of the protocol here; "
                      + String.join(", ", allowed)
                      + " are");
        };
    server
        .route()
        .path(path)
        .requestTimeoutMillis(0)
        .maxRequestLength(0) // PushBody keeps the limit, to answer what is too large
        .decorator(cors(config.allowedOrigins()))
        .build(service);
  }

  /// Besides what browsers always send, stock clients send tracing headers.
  private static Function<? super HttpService, ? extends HttpService> cors(List<String> origins) {
    if (origins.isEmpty()) {
      return Function.identity();
    }
    CorsServiceBuilder cors =
        origins.contains("*") ? CorsService.builderForAnyOrigin() : CorsService.builder(origins);
    return cors.allowRequestMethods(HttpMethod.HEAD, HttpMethod.GET, HttpMethod.POST)
        .allowRequestHeaders("content-type", "b3", "traceparent", "tracestate")
        .maxAge(3_600)
        .newDecorator();
  }
}
