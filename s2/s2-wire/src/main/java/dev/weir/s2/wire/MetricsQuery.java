package dev.weir.s2.wire;

import dev.weir.s2.MetricInterval;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.RequestRejectedException;
import java.util.OptionalLong;
import java.util.Set;

/// A request for measurements as query parameters.
///
/// @param set which measurements
/// @param range of when
public record MetricsQuery<S extends Enum<S> & MetricSet>(S set, MetricRange range) {
  private static final Set<String> KNOWN = Set.of("set", "start", "end", "interval");
  private static final long MAX_EPOCH_SECS = 0xFFFF_FFFFL;

  /// The query, without its `?`.
  public String encode() {
    var query = new StringBuilder("set=").append(WireNames.of(set));
    range.start().ifPresent(start -> query.append("&start=").append(start));
    range.end().ifPresent(end -> query.append("&end=").append(end));
    range.interval().ifPresent(each -> query.append("&interval=").append(WireNames.of(each)));
    return query.toString();
  }

  /// What a client asks about the account.
  ///
  /// @param rawQuery the query without its `?`, still encoded; may be empty
  /// @throws RequestRejectedException `BAD_QUERY`
  public static MetricsQuery<MetricSet.Account> decodeAccount(String rawQuery) {
    return decode(rawQuery, MetricSet.Account.values());
  }

  /// What a client asks about a basin.
  ///
  /// @param rawQuery the query without its `?`, still encoded; may be empty
  /// @throws RequestRejectedException `BAD_QUERY`
  public static MetricsQuery<MetricSet.Basin> decodeBasin(String rawQuery) {
    return decode(rawQuery, MetricSet.Basin.values());
  }

  /// What a client asks about a stream.
  ///
  /// @param rawQuery the query without its `?`, still encoded; may be empty
  /// @throws RequestRejectedException `BAD_QUERY`
  public static MetricsQuery<MetricSet.Stream> decodeStream(String rawQuery) {
    return decode(rawQuery, MetricSet.Stream.values());
  }

  private static <S extends Enum<S> & MetricSet> MetricsQuery<S> decode(String rawQuery, S[] sets) {
    var parameters = QueryParameters.parse(rawQuery, KNOWN);
    String set =
        parameters.text("set").orElseThrow(() -> QueryParameters.bad("missing field `set`"));
    return new MetricsQuery<>(
        variant("set", set, sets),
        new MetricRange(
            epochSecs(parameters, "start"),
            epochSecs(parameters, "end"),
            parameters
                .text("interval")
                .map(name -> variant("interval", name, MetricInterval.values()))));
  }

  private static <E extends Enum<E>> E variant(String field, String name, E[] values) {
    return WireNames.parse(name, values)
        .orElseThrow(() -> QueryParameters.bad(field + ": unknown variant `" + name + "`"));
  }

  private static OptionalLong epochSecs(QueryParameters parameters, String field) {
    var seconds = parameters.unsigned(field);
    if (seconds.isPresent() && Long.compareUnsigned(seconds.getAsLong(), MAX_EPOCH_SECS) > 0) {
      throw QueryParameters.bad(
          field
              + ": expected at most 4294967295, got "
              + Long.toUnsignedString(seconds.getAsLong()));
    }
    return seconds;
  }
}
