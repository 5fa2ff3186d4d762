package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table of S2's resources and of what can be done to each.
final class Router {
  private final BasinCalls basins;
  private final StreamCalls streams;
  private final RecordCalls records;

  Router(BasinCalls basins, StreamCalls streams, RecordCalls records) {
    this.basins = basins;
    this.streams = streams;
    this.records = records;
  }

  /// What can be done to the resource that the segments name, which are not empty and still
  /// encoded; empty if there is no such resource.
  Optional<Map<HttpMethod, Call>> find(List<String> segments) {
    return switch (segments.getFirst()) {
      case "basins" -> basins(segments);
      case "streams" -> streams(segments);
      case "access-tokens" -> accessTokens(segments);
      case "locations" -> locations(segments);
      case "metrics" -> metrics(segments);
      default -> Optional.empty();
    };
  }

  private Optional<Map<HttpMethod, Call>> basins(List<String> segments) {
    return switch (segments.size()) {
      case 1 -> Optional.of(Map.of(HttpMethod.GET, basins::list, HttpMethod.POST, basins::create));
      case 2 -> {
        String basin = segments.get(1);
        yield Optional.of(
            Map.of(
                HttpMethod.GET, request -> basins.config(basin, request),
                HttpMethod.PUT, request -> basins.ensure(basin, request),
                HttpMethod.PATCH, missing("reconfiguring a basin"),
                HttpMethod.DELETE, request -> basins.delete(basin)));
      }
      default -> Optional.empty();
    };
  }

  private Optional<Map<HttpMethod, Call>> streams(List<String> segments) {
    if (segments.size() == 1) {
      return Optional.of(Map.of(HttpMethod.GET, streams::list, HttpMethod.POST, streams::create));
    }
    String stream = segments.get(1);
    return switch (below(segments)) {
      case "" ->
          Optional.of(
              Map.of(
                  HttpMethod.GET, request -> streams.config(stream, request),
                  HttpMethod.PUT, request -> streams.ensure(stream, request),
                  HttpMethod.PATCH, missing("reconfiguring a stream"),
                  HttpMethod.DELETE, request -> streams.delete(stream, request)));
      case "records" ->
          Optional.of(
              Map.of(
                  HttpMethod.GET, request -> records.read(stream, request),
                  HttpMethod.POST, request -> records.append(stream, request)));
      case "records/tail" ->
          Optional.of(Map.of(HttpMethod.GET, request -> records.checkTail(stream, request)));
      default -> Optional.empty();
    };
  }

  /// What stands behind the stream's name.
  private static String below(List<String> segments) {
    return switch (segments.size()) {
      case 2 -> "";
      case 3 -> segments.get(2);
      default -> String.join("/", segments.subList(2, segments.size()));
    };
  }

  private static Optional<Map<HttpMethod, Call>> accessTokens(List<String> segments) {
    var call = missing("access tokens");
    return switch (segments.size()) {
      case 1 -> Optional.of(Map.of(HttpMethod.GET, call, HttpMethod.POST, call));
      case 2 -> Optional.of(Map.of(HttpMethod.DELETE, call));
      default -> Optional.empty();
    };
  }

  private static Optional<Map<HttpMethod, Call>> locations(List<String> segments) {
    var call = missing("locations");
    if (segments.size() == 1) {
      return Optional.of(Map.of(HttpMethod.GET, call));
    }
    return segments.equals(List.of("locations", "default"))
        ? Optional.of(Map.of(HttpMethod.GET, call, HttpMethod.PUT, call))
        : Optional.empty();
  }

  private static Optional<Map<HttpMethod, Call>> metrics(List<String> segments) {
    return segments.size() <= 3
        ? Optional.of(Map.of(HttpMethod.GET, missing("usage metrics")))
        : Optional.empty();
  }

  private static Call missing(String what) {
    return request -> {
      throw new RequestRejectedException(
          ErrorCode.NOT_IMPLEMENTED, "Not implemented by this server: " + what);
    };
  }

  /// What is done for one request, on a thread that may block.
  interface Call {
    /// Answers the request.
    ///
    /// @throws dev.weir.s2.S2Exception for an answer that is an error
    HttpResponse serve(S2Request request);
  }
}
