package dev.weir.spring;

import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import java.util.List;
import org.springframework.web.cors.CorsConfiguration;

/// What a browser is told about pages of other origins.
final class SyncCors {
  private SyncCors() {}

  /// Cookies come along only from origins that are named: for `*` each page could act for each
  /// user.
  static CorsConfiguration of(List<String> origins) {
    var cors = new CorsConfiguration();
    cors.setAllowedOrigins(origins);
    cors.setAllowCredentials(!origins.contains(CorsConfiguration.ALL));
    cors.setAllowedMethods(ProxyHttpConfig.CORS_METHODS);
    cors.setAllowedHeaders(ProxyHttpConfig.CORS_HEADERS);
    cors.setMaxAge(ProxyHttpConfig.CORS_MAX_AGE);
    return cors;
  }
}
