package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table of S2's resources and of what can be done to each.
final class Router {
  private final AccountCalls account;
  private final BasinCalls basins;
  private final StreamCalls streams;
  private final RecordCalls records;

  Router(AccountCalls account, BasinCalls basins, StreamCalls streams, RecordCalls records) {
    this.account = account;
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
                HttpMethod.PATCH, request -> basins.reconfigure(basin, request),
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
                  HttpMethod.PATCH, request -> streams.reconfigure(stream, request),
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

  private Optional<Map<HttpMethod, Call>> accessTokens(List<String> segments) {
    return switch (segments.size()) {
      case 1 ->
          Optional.of(
              Map.of(HttpMethod.GET, account::listTokens, HttpMethod.POST, account::issueToken));
      case 2 -> {
        String id = segments.get(1);
        yield Optional.of(Map.of(HttpMethod.DELETE, request -> account.revokeToken(id)));
      }
      default -> Optional.empty();
    };
  }

  private Optional<Map<HttpMethod, Call>> locations(List<String> segments) {
    if (segments.size() == 1) {
      return Optional.of(Map.of(HttpMethod.GET, account::locations));
    }
    return segments.equals(List.of("locations", "default"))
        ? Optional.of(
            Map.of(
                HttpMethod.GET, account::defaultLocation,
                HttpMethod.PUT, account::setDefaultLocation))
        : Optional.empty();
  }

  private Optional<Map<HttpMethod, Call>> metrics(List<String> segments) {
    return switch (segments.size()) {
      case 1 -> Optional.of(Map.of(HttpMethod.GET, account::metrics));
      case 2 -> {
        String basin = segments.get(1);
        yield Optional.of(Map.of(HttpMethod.GET, request -> basins.metrics(basin, request)));
      }
      case 3 -> {
        String basin = segments.get(1);
        String stream = segments.get(2);
        yield Optional.of(
            Map.of(HttpMethod.GET, request -> streams.metrics(basin, stream, request)));
      }
      default -> Optional.empty();
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
