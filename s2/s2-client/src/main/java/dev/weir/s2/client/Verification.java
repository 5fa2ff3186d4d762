package dev.weir.s2.client;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.util.ArrayList;
import java.util.List;

/// Finds out whether batches whose answer was lost are in the stream, each of which was appended on
/// the condition of its place.
///
/// A batch is atomic, so its place holds all of it or none; and once its place holds something
/// else, it can never get there any more, however late a lost request arrives. Where the stream
/// ends at the batch's place nothing is certain yet, but to send it again is safe: one of the two
/// attempts gets the place, and the other is refused.
final class Verification {
  private final S2Stream stream;

  Verification(S2Stream stream) {
    this.stream = stream;
  }

  /// Acknowledges, from the front, the batches that are in the stream. What remains is to be sent
  /// again.
  ///
  /// @throws AppendConditionFailedException if a batch's place holds something else
  /// @throws OutcomeUnknownException if nothing tells any more
  void settle(AppendBacklog backlog) {
    for (var doubtful = backlog.doubtful(); !doubtful.isEmpty(); doubtful = backlog.doubtful()) {
      long place = doubtful.getFirst().place();
      var found = recordsFrom(place, doubtful.getFirst().input().records().size());
      if (found.isEmpty()) {
        return;
      }
      int used = 0;
      for (var batch : doubtful) {
        var records = batch.input().records();
        if (used > 0 && (used + records.size() > found.size() || batch.place() != place + used)) {
          break; // read on from there
        }
        var rest = found.subList(used, found.size());
        if (!holds(rest, records)) {
          throw new AppendConditionFailedException(
              new Mismatch.SeqNum(stream.checkTail().seqNum()));
        }
        backlog.found(ack(rest.subList(0, records.size())));
        used += records.size();
      }
    }
  }

  /// The records from `place` on, at least `count` if the stream has so many; none if it ends
  /// there. One read may bring fewer than there are.
  private List<SequencedRecord> recordsFrom(long place, int count) {
    var records = new ArrayList<SequencedRecord>();
    while (records.size() < count) {
      var more = readFrom(place + records.size());
      if (more.isEmpty()) {
        break;
      }
      records.addAll(more);
    }
    return records;
  }

  private List<SequencedRecord> readFrom(long place) {
    try {
      var records = stream.read(ReadRequest.fromSeqNum(place)).records();
      requireWhole(place, records);
      return records;
    } catch (RangeNotSatisfiableException e) {
      if (e.tail().seqNum() == place) {
        return List.of();
      }
      throw new OutcomeUnknownException(
          "the stream ends at "
              + Long.toUnsignedString(e.tail().seqNum())
              + ", before the place "
              + Long.toUnsignedString(place)
              + " of a batch whose answer was lost. Was the stream deleted and created anew?",
          e);
    }
  }

  private static void requireWhole(long place, List<SequencedRecord> records) {
    for (int i = 0; i < Math.max(1, records.size()); i++) {
      if (i >= records.size() || records.get(i).seqNum() != place + i) {
        throw new OutcomeUnknownException(
            "record "
                + Long.toUnsignedString(place + i)
                + " is gone (trimmed, or expired), so nothing tells whether the batch whose answer"
                + " was lost had been appended there");
      }
    }
  }

  /// Whether `stored` begins with `records`. Their timestamps are the store's to set.
  private static boolean holds(List<SequencedRecord> stored, List<AppendRecord> records) {
    if (stored.size() < records.size()) {
      return false;
    }
    for (int i = 0; i < records.size(); i++) {
      var one = stored.get(i);
      var other = records.get(i);
      if (!one.body().equals(other.body()) || !one.headers().equals(other.headers())) {
        return false;
      }
    }
    return true;
  }

  private AppendAck ack(List<SequencedRecord> stored) {
    var first = stored.getFirst();
    var last = stored.getLast();
    return new AppendAck(
        new StreamPosition(first.seqNum(), first.timestamp()),
        new StreamPosition(last.seqNum() + 1, last.timestamp()),
        stream.checkTail());
  }
}
