package dev.weir.s2.wire;

import dev.weir.s2.InvalidInputException;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestRejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A read's request as query parameters.
public final class ReadQuery {
  private static final Set<String> KNOWN =
      Set.of("seq_num", "timestamp", "tail_offset", "clamp", "count", "bytes", "until", "wait");
  private static final long MAX_WAIT_SECS = 0xFFFF_FFFFL;

  private ReadQuery() {}

  /// The query, without its `?`. A wait is rounded up to whole seconds.
  public static String encode(ReadRequest request) {
    var query = new StringBuilder();
    switch (request.from()) {
      case ReadFrom.SeqNum(long seqNum) -> append(query, "seq_num", seqNum);
      case ReadFrom.Timestamp(long timestamp) -> append(query, "timestamp", timestamp);
      case ReadFrom.TailOffset(long records) -> append(query, "tail_offset", records);
    }
    if (request.clamp()) {
      query.append("&clamp=true");
    }
    request.limit().count().ifPresent(count -> append(query, "count", count));
    request.limit().bytes().ifPresent(bytes -> append(query, "bytes", bytes));
    request.limit().until().ifPresent(until -> append(query, "until", until));
    request.maxWait().ifPresent(wait -> append(query, "wait", seconds(wait)));
    return query.toString();
  }

  /// The read that a client asks for; from the tail where it names no start.
  ///
  /// @param rawQuery the query without its `?`, still encoded; may be empty
  /// @throws RequestRejectedException `BAD_QUERY` if a value cannot be read
  /// @throws InvalidInputException if the parameters contradict each other
  public static ReadRequest decode(String rawQuery) {
    var parameters = QueryParameters.parse(rawQuery, KNOWN);
    var start = start(parameters);
    boolean clamp = parameters.flag("clamp");
    var limit =
        new ReadLimit(
            parameters.unsigned("count"),
            parameters.unsigned("bytes"),
            parameters.unsigned("until"));
    var wait = maxWait(parameters.unsigned("wait"));
    if (start.size() > 1) {
      throw new InvalidInputException(
          "only one of seq_num, timestamp, or tail_offset can be provided");
    }
    var from = start.isEmpty() ? new ReadFrom.TailOffset(0) : start.getFirst();
    return new ReadRequest(from, clamp, limit, wait);
  }

  private static List<ReadFrom> start(QueryParameters parameters) {
    var start = new ArrayList<ReadFrom>();
    parameters.unsigned("seq_num").ifPresent(n -> start.add(new ReadFrom.SeqNum(n)));
    parameters.unsigned("timestamp").ifPresent(n -> start.add(new ReadFrom.Timestamp(n)));
    parameters.unsigned("tail_offset").ifPresent(n -> start.add(new ReadFrom.TailOffset(n)));
    return start;
  }

  private static Optional<Duration> maxWait(OptionalLong seconds) {
    if (seconds.isEmpty()) {
      return Optional.empty();
    }
    if (Long.compareUnsigned(seconds.getAsLong(), MAX_WAIT_SECS) > 0) {
      throw QueryParameters.bad("wait: number too large to fit in 32 bits");
    }
    return Optional.of(Duration.ofSeconds(seconds.getAsLong()));
  }

  private static long seconds(Duration wait) {
    long seconds = wait.toSeconds() + (wait.toNanosPart() > 0 ? 1 : 0);
    return Math.clamp(seconds, 0, MAX_WAIT_SECS);
  }

  private static void append(StringBuilder query, String name, long value) {
    if (!query.isEmpty()) {
      query.append('&');
    }
    query.append(name).append('=').append(Long.toUnsignedString(value));
  }
}
