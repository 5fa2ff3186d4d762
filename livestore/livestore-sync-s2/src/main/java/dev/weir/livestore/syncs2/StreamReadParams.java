package dev.weir.livestore.syncs2;

import java.util.Optional;
import java.util.OptionalLong;

/// The parameters of an S2 read; those missing are left out of the URL.
///
/// @param seqNum S2's number of the first record
/// @param count the most records to read
/// @param clamp whether a start beyond the tail means the tail
/// @param waitSeconds how long to wait for a record that is not there yet
public record StreamReadParams(
    OptionalLong seqNum, OptionalLong count, Optional<Boolean> clamp, OptionalLong waitSeconds) {

  /// No parameters.
  public static StreamReadParams none() {
    return new StreamReadParams(
        OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
  }

  /// The same from this record on.
  public StreamReadParams withSeqNum(long seqNum) {
    return new StreamReadParams(OptionalLong.of(seqNum), count, clamp, waitSeconds);
  }

  /// The same for at most so many records.
  public StreamReadParams withCount(long count) {
    return new StreamReadParams(seqNum, OptionalLong.of(count), clamp, waitSeconds);
  }

  /// The same with or without clamping.
  public StreamReadParams withClamp(boolean clamp) {
    return new StreamReadParams(seqNum, count, Optional.of(clamp), waitSeconds);
  }

  /// The same with this wait.
  public StreamReadParams withWaitSeconds(long waitSeconds) {
    return new StreamReadParams(seqNum, count, clamp, OptionalLong.of(waitSeconds));
  }

  /// The query, with its question mark; empty without parameters.
  String toQuery() {
    var query = new StringBuilder();
    seqNum.ifPresent(value -> query.append("&seq_num=").append(value));
    count.ifPresent(value -> query.append("&count=").append(value));
    clamp.ifPresent(value -> query.append("&clamp=").append(value));
    waitSeconds.ifPresent(value -> query.append("&wait=").append(value));
    if (!query.isEmpty()) {
      query.setCharAt(0, '?');
    }
    return query.toString();
  }
}
