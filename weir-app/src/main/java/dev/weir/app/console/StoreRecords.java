package dev.weir.app.console;

import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The records of one store's stream, read by position. Cheap; holds nothing.
record StoreRecords(S2Stream stream) {
  private static final int BATCH = 1_000;

  /// The positions that are held.
  ///
  /// @param first inclusive; the tail where nothing is held
  /// @param tail exclusive
  record Bounds(long first, long tail) {
    long clip(long position) {
      return Math.max(first, Math.min(tail, position));
    }
  }

  Bounds bounds() {
    long tail = stream.checkTail().seqNum();
    long first = tail == 0 ? 0 : firstOf(ReadRequest.fromSeqNum(0)).orElse(tail);
    return new Bounds(Math.min(first, tail), tail);
  }

  /// The first position whose timestamp is at least that; empty if there is none.
  OptionalLong firstSince(long timestamp) {
    return firstOf(ReadRequest.from(new ReadFrom.Timestamp(timestamp)));
  }

  private OptionalLong firstOf(ReadRequest request) {
    try {
      return stream.read(request.withCount(1)).records().stream()
          .mapToLong(SequencedRecord::seqNum)
          .findFirst();
    } catch (RangeNotSatisfiableException e) {
      return OptionalLong.empty();
    }
  }

  /// Those from `from` to `to`, or fewer from `from` on where they are many or large.
  List<SequencedRecord> read(long from, long to) {
    if (from >= to) {
      return List.of();
    }
    try {
      return stream
          .read(ReadRequest.fromSeqNum(from).withCount(Math.min(BATCH, to - from)))
          .records()
          .stream()
          .filter(record -> record.seqNum() < to)
          .toList();
    } catch (RangeNotSatisfiableException e) {
      return List.of();
    }
  }

  /// All of those from `from` to `to`, which must be few.
  List<SequencedRecord> readAll(long from, long to) {
    var all = new ArrayList<SequencedRecord>();
    for (long next = from; next < to; ) {
      List<SequencedRecord> some = read(next, to);
      if (some.isEmpty()) {
        break;
      }
      all.addAll(some);
      next = some.getLast().seqNum() + 1;
    }
    return all;
  }
}
