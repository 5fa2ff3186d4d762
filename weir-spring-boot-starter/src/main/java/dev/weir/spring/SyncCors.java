package dev.weir.spring;

import java.time.Duration;
import java.util.List;
import org.springframework.web.cors.CorsConfiguration;

/// What a browser is told about pages of other origins.
final class SyncCors {
  private SyncCors() {}

  /// Besides what browsers always send, stock clients send tracing headers. Cookies come along only
  /// from origins that are named: for `*` each page could act for each user.
  static CorsConfiguration of(List<String> origins) {
    var cors = new CorsConfiguration();
    cors.setAllowedOrigins(origins);
    cors.setAllowCredentials(!origins.contains(CorsConfiguration.ALL));
    cors.setAllowedMethods(List.of("HEAD", "GET", "POST"));
    cors.setAllowedHeaders(
        List.of("authorization", "content-type", "b3", "traceparent", "tracestate"));
    cors.setMaxAge(Duration.ofHours(1));
    return cors;
  }
}
