package dev.weir.app.observe;

import java.util.List;

/// A path as the template of its kind, so that there are as many as kinds and not as names.
final class HttpRoute {
  static final String OTHER = "other";

  private HttpRoute() {}

  /// @param rawPath as it stands in the request, names still encoded
  static String of(String rawPath) {
    int query = rawPath.indexOf('?');
    String path = query < 0 ? rawPath : rawPath.substring(0, query);
    return switch (path) {
      case "/api/s2",
          "/api/s2/ping",
          "/api/s2/pull",
          "/api/s2/live",
          "/api/s2/push",
          "/health",
          "/ready",
          "/ping",
          "/metrics" ->
          path;
      default ->
          path.equals("/console") || path.startsWith("/console/")
              ? "/console"
              : path.startsWith("/v1/") ? s2(List.of(path.substring(4).split("/", -1))) : OTHER;
    };
  }

  private static String s2(List<String> segments) {
    return switch (segments.getFirst()) {
      case "basins" -> collection("/v1/basins", "/{basin}", segments);
      case "access-tokens" -> collection("/v1/access-tokens", "/{id}", segments);
      case "locations" -> collection("/v1/locations", "/default", segments);
      case "metrics" ->
          switch (segments.size()) {
            case 1 -> "/v1/metrics";
            case 2 -> "/v1/metrics/{basin}";
            case 3 -> "/v1/metrics/{basin}/{stream}";
            default -> OTHER;
          };
      case "streams" -> stream(segments);
      default -> OTHER;
    };
  }

  private static String collection(String all, String one, List<String> segments) {
    return switch (segments.size()) {
      case 1 -> all;
      case 2 -> all + one;
      default -> OTHER;
    };
  }

  private static String stream(List<String> segments) {
    if (segments.size() <= 2) {
      return collection("/v1/streams", "/{stream}", segments);
    }
    return switch (String.join("/", segments.subList(2, segments.size()))) {
      case "records" -> "/v1/streams/{stream}/records";
      case "records/tail" -> "/v1/streams/{stream}/records/tail";
      default -> OTHER;
    };
  }
}
