package dev.weir.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRouteTest {
  @ParameterizedTest
  @CsvSource({
    "/api/s2?args=x, /api/s2",
    "/health, /health",
    "/metrics, /metrics",
    "/v1/basins?limit=1, /v1/basins",
    "/v1/basins/my-basin, /v1/basins/{basin}",
    "/v1/streams, /v1/streams",
    "/v1/streams/a%2Fb, /v1/streams/{stream}",
    "/v1/streams/a/records, /v1/streams/{stream}/records",
    "/v1/streams/a/records/tail, /v1/streams/{stream}/records/tail",
    "/v1/access-tokens/x, /v1/access-tokens/{id}",
    "/v1/locations/default, /v1/locations/default",
    "/v1/metrics/b/s, /v1/metrics/{basin}/{stream}",
    "/v1/metrics/b/s/t, other",
    "/v1/streams/a/b, other",
    "/v1/xyz, other",
    "/v1, other",
    "/, other",
  })
  void route_isATemplateAndNeverAName(String path, String route) {
    assertThat(HttpRoute.of(path)).isEqualTo(route);
  }
}
