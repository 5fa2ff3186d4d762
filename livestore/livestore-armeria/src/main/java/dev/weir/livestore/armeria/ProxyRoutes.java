package dev.weir.livestore.armeria;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import java.util.List;
import java.util.function.Function;

/// Puts a proxy on a server: `HEAD` (ping), `GET` (pull) and `POST` (push) on one path, and split
/// on `/ping`, `/pull`, `/live` (a pull that carries page after page) and `/push` below it.
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
    var service = new ProxyService(ProxyHandler.of(proxy, config), path);
    for (String below : List.of("", "/ping", "/pull", "/live", "/push")) {
      server
          .route()
          .path(path + below)
          .requestTimeoutMillis(0)
          .maxRequestLength(0) // CollectedBody keeps the limit, to answer what is too large
          .decorator(cors(config))
          .build(service);
    }
  }

  /// Cookies come along only from origins that are named: a browser refuses them for `*`, and it
  /// would let each page act for each user.
  private static Function<? super HttpService, ? extends HttpService> cors(ProxyHttpConfig config) {
    List<String> origins = config.allowedOrigins();
    if (origins.isEmpty()) {
      return Function.identity();
    }
    CorsServiceBuilder cors =
        origins.contains("*")
            ? CorsService.builderForAnyOrigin()
            : CorsService.builder(origins).allowCredentials();
    return cors.allowRequestMethods(
            ProxyHttpConfig.CORS_METHODS.stream().map(HttpMethod::valueOf).toList())
        .allowRequestHeaders(ProxyHttpConfig.CORS_HEADERS)
        .maxAge(ProxyHttpConfig.CORS_MAX_AGE.toSeconds())
        .newDecorator();
  }
}
