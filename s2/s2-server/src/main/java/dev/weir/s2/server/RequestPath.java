package dev.weir.s2.server;

import java.util.List;
import java.util.Optional;

/// What a request line names: the segments under `/v1`, and the query, all still percent-encoded,
/// so that `a%2Fb` is one segment.
record RequestPath(List<String> segments, String rawQuery) {
  static final String PREFIX = "/v1/";

  /// Empty for what lies elsewhere, and where a segment is empty.
  ///
  /// @param mount what stands before `/v1/`, without a slash at its end
  /// @param rawPath the path as it came
  /// @param target the path and the query, which may have been normalised
  static Optional<RequestPath> parse(String mount, String rawPath, String target) {
    String prefix = mount + PREFIX;
    if (!rawPath.startsWith(prefix)) {
      return Optional.empty();
    }
    var segments = List.of(before('?', rawPath).substring(prefix.length()).split("/", -1));
    if (segments.contains("")) {
      return Optional.empty();
    }
    String path = before('?', target);
    String query = path.length() == target.length() ? "" : target.substring(path.length() + 1);
    return Optional.of(new RequestPath(segments, query));
  }

  private static String before(char mark, String text) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }
}
