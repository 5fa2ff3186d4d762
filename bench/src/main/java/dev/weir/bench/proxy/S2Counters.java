package dev.weir.bench.proxy;

import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/// What a Weir counts of the requests to its S2 API.
///
/// @param requests that are over, reads of the counters aside
/// @param readSessions that are open now
record S2Counters(long requests, long readSessions) {
  private static final Pattern OVER =
      Pattern.compile("(?m)^http_requests_total\\{.*route=\"/v1.*} ([\\d.E+]+)$");
  private static final Pattern READING =
      Pattern.compile(
          "(?m)^http_requests_active\\{method=\"GET\",route=\"/v1/streams/\\{stream}/records\"} "
              + "([\\d.E+]+)");

  /// @param weir its sync endpoint
  static S2Counters of(URI weir) throws IOException {
    try (var connection = new HttpConnection(weir)) {
      var page = connection.ask(HttpConnection.get(weir.resolve("/metrics"), "")).body();
      return new S2Counters(sum(OVER, page), sum(READING, page));
    }
  }

  private static long sum(Pattern counter, String page) {
    return counter
        .matcher(page)
        .results()
        .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
        .sum();
  }
}
