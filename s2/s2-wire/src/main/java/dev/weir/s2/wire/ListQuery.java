package dev.weir.s2.wire;

import dev.weir.s2.InvalidInputException;
import dev.weir.s2.ListRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Limits;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A list's request as query parameters.
public final class ListQuery {
  private static final Set<String> KNOWN = Set.of("prefix", "start_after", "limit");

  private ListQuery() {}

  /// The query, without its `?`.
  public static String encode(ListRequest request) {
    var query = new StringBuilder();
    if (!request.prefix().isEmpty()) {
      query.append("prefix=").append(PercentCoding.encode(request.prefix())).append('&');
    }
    if (!request.startAfter().isEmpty()) {
      query.append("start_after=").append(PercentCoding.encode(request.startAfter())).append('&');
    }
    return query.append("limit=").append(request.limit()).toString();
  }

  /// The part of the basins that a client asks for.
  ///
  /// @param rawQuery the query without its `?`, still encoded; may be empty
  /// @throws RequestRejectedException `BAD_QUERY`
  public static ListRequest decodeBasins(String rawQuery) {
    return decode(rawQuery, ListRequest::requireBasinBounds);
  }

  /// The part of a basin's streams that a client asks for.
  ///
  /// @param rawQuery the query without its `?`, still encoded; may be empty
  /// @throws RequestRejectedException `BAD_QUERY`
  public static ListRequest decodeStreams(String rawQuery) {
    return decode(rawQuery, ListRequest::requireStreamBounds);
  }

  /// The part of the access tokens that a client asks for.
  ///
  /// @param rawQuery the query without its `?`, still encoded; may be empty
  /// @throws RequestRejectedException `BAD_QUERY`
  public static ListRequest decodeAccessTokens(String rawQuery) {
    return decode(rawQuery, ListRequest::requireAccessTokenBounds);
  }

  private static ListRequest decode(String rawQuery, UnaryOperator<ListRequest> requireBounds) {
    var parameters = QueryParameters.parse(rawQuery, KNOWN);
    var request =
        new ListRequest(
            parameters.text("prefix").orElse(""),
            parameters.text("start_after").orElse(""),
            limit(parameters.unsigned("limit")));
    try {
      return requireBounds.apply(request);
    } catch (InvalidInputException e) {
      throw QueryParameters.bad(String.valueOf(e.getMessage()));
    }
  }

  private static int limit(OptionalLong limit) {
    long asked = limit.orElse(0);
    return asked < 0 || asked > S2Limits.MAX_LIST_ITEMS ? 0 : (int) asked;
  }
}
